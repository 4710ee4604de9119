"""What is done to editions."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
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


@transaction.atomic
def links_for_staff(
    edition: Edition, organisations: Collection[int], *, at: datetime
) -> dict[int, PriorityLink]:
    """`{organisation id: its private link}`, made where there never was one; a host that took its
    link away gets no other."""
    Participation.objects.bulk_create(
        [Participation(organisation_id=pk, edition=edition, created_at=at) for pk in organisations],
        ignore_conflicts=True,
    )
    taking_part = Participation.objects.filter(edition=edition, organisation__in=organisations)
    without = list(taking_part.filter(priority_links=None, declined_reason="").order_by("pk"))
    nonces = [secrets.token_urlsafe(24) for _ in without]
    made = PriorityLink.objects.bulk_create(
        PriorityLink(
            participation=participation,
            nonce=nonce,
            digest=tokens.digest(_link_token(nonce)),
            created_at=at,
        )
        for participation, nonce in zip(without, nonces, strict=True)
    )
    journal.record_many("priority_link.given", made, by=None, at=at, scope=edition.scope)
    links = PriorityLink.objects.filter(participation__in=taking_part, revoked_at=None)
    links = links.select_related("participation__organisation").order_by("pk")
    return {link.participation.organisation_id: link for link in links}


def link_token(link: PriorityLink) -> str:
    return _link_token(link.nonce)


def _link_token(nonce: str) -> str:
    return tokens.derived_token("priority", nonce)


@transaction.atomic
def revoke_priority_link(link: PriorityLink, *, by: Person, at: datetime) -> None:
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    scope = link.participation.edition.scope
    journal.record("priority_link.revoked", link, by=by, at=at, scope=scope)


@transaction.atomic
def grant_role(
    person: Person,
    role: RoleName,
    programme: Programme,
    *,
    territory: Territory | None = None,
    begins: datetime | None = None,
    scope: str = "",
    by: Person | None,
    at: datetime,
) -> RoleGrant:
    """Give a role in a programme, from `begins` or at once; giving it again changes nothing.

    `scope` is that of the edition whose journal tells it.
    """
    grant, made = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        programme=programme,
        territory=territory,
        defaults={"granted_at": begins or at},
    )
    if made:
        changes = {"role": [None, role]}
        journal.record("role.granted", grant, by=by, at=at, scope=scope, changes=changes)
    return grant
