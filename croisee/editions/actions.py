"""What is done to editions."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from croisee.core import journal, tokens
from croisee.directory.models import Organisation, Territory
from croisee.editions.enums import RoleName
from croisee.editions.models import (
    Acceptance,
    Document,
    Edition,
    Participation,
    PriorityLink,
    Programme,
    RoleGrant,
)
from croisee.people.models import Person


def accept_documents(
    person: Person, documents: Iterable[Document], *, at: datetime, via: str = "form"
) -> None:
    """Write who accepted which version of which text, when, in which language (IM-17)."""
    language = (get_language() or "fr")[:2]
    Acceptance.objects.bulk_create(
        [
            Acceptance(person=person, document=document, at=at, language=language, via=via)
            for document in documents
        ],
        ignore_conflicts=True,
    )


def take_part(organisation: Organisation, edition: Edition, *, at: datetime) -> Participation:
    """The organisation's participation, made at the first call."""
    return Participation.objects.get_or_create(
        organisation=organisation, edition=edition, defaults={"created_at": at}
    )[0]


@transaction.atomic
def give_priority_link(
    participation: Participation, *, by: Person | None, at: datetime
) -> PriorityLink:
    """A private link for the staff of a host (IM-11). Its address can be shown again: it is derived."""
    nonce = secrets.token_urlsafe(24)
    link = PriorityLink.objects.create(
        participation=participation,
        nonce=nonce,
        digest=tokens.digest(_link_token(nonce)),
        created_at=at,
    )
    journal.record("priority_link.given", link, by=by, at=at, scope=participation.edition.scope)
    return link


def link_token(link: PriorityLink) -> str:
    return _link_token(link.nonce)


def _link_token(nonce: str) -> str:
    return tokens.derived_token("priority", nonce)


@transaction.atomic
def revoke_priority_link(link: PriorityLink, *, by: Person, at: datetime) -> None:
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    journal.record("priority_link.revoked", link, by=by, at=at)


@transaction.atomic
def grant_role(
    person: Person,
    role: RoleName,
    programme: Programme,
    *,
    territory: Territory | None = None,
    by: Person | None,
    at: datetime,
) -> RoleGrant:
    """Give a role in a programme; giving it again changes nothing."""
    grant, made = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        programme=programme,
        territory=territory,
        defaults={"granted_at": at},
    )
    if made:
        journal.record("role.granted", grant, by=by, at=at, changes={"role": [None, role]})
    return grant
