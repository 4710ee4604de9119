"""Private links given and stopped on several hosts at once (IM-11). A link is an institution's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from croisee.core.listing.bulk import Bulk, Outcome, one_by_one
from croisee.desk.hosts.editing import LINK
from croisee.desk.hosts.known import links_of, may_have_a_link
from croisee.directory.models import Service
from croisee.editions.actions import revoke_priority_link, take_part
from croisee.editions.models import Edition
from croisee.offers import actions
from croisee.people.models import Person


class NoLinkError(ValueError):
    """Nothing was proposed yet that the staff could see first; or there is no link to stop."""


@transaction.atomic
def give(edition: Edition, service: Service, *, by: Person, at: datetime) -> list[Any] | None:
    """[no link, its id]; None where the institution has one already. Raises NoLinkError."""
    organisation = service.organisation
    if not may_have_a_link(edition, organisation.pk):
        raise NoLinkError
    taking_part = take_part(organisation, edition, at=at)
    if taking_part.priority_links.filter(revoked_at=None).exists():
        return None
    link = actions.renew_priority_link(taking_part, None, by=by, at=at)
    return ["", link.pk] if link else None


def stop(edition: Edition, service: Service, *, by: Person, at: datetime) -> list[Any] | None:
    """[its id, no link]; raises NoLinkError where there never was any."""
    link = links_of(edition, [service.organisation_id]).get(service.organisation_id)
    if link is None:
        raise NoLinkError
    if link.revoked_at:
        return None
    revoke_priority_link(link, by=by, at=at)
    return [link.pk, ""]


def _on_several(edition: Edition, act: Any, refused: Any) -> Callable[..., Outcome]:
    def run(ids: Sequence[int], *, by: Person, at: datetime) -> Outcome:
        rows = Service.objects.filter(pk__in=ids).select_related("organisation")
        services = {service.pk: service for service in rows}

        def one(pk: int) -> dict[str, list[Any]] | None:
            changed = act(edition, services[pk], by=by, at=at)
            return {LINK: changed} if changed else None

        told = lambda pk, _error: str(refused) % {"host": services[pk].full_name}  # noqa: E731
        return one_by_one(ids, one, (NoLinkError,), told)

    return run


def _told(sentence: Any) -> Callable[[int], str]:
    return lambda count: str(sentence % {"n": count})


def link_acts(edition: Edition) -> list[Bulk]:
    not_yet = gettext_lazy("%(host)s n’a pas encore d’offre publiée : pas de lien à donner.")
    none = gettext_lazy("%(host)s n’a pas de lien.")
    return [
        Bulk(
            "donner-lien",
            _("Donner le lien privé"),
            _on_several(edition, give, not_yet),
            _told(
                ngettext_lazy("Un hôte a son lien privé.", "%(n)d hôtes ont leur lien privé.", "n")
            ),
            editor="host",
        ),
        Bulk(
            "arreter-lien",
            _("Arrêter le lien privé"),
            _on_several(edition, stop, none),
            _told(
                ngettext_lazy(
                    "Le lien privé d’un hôte ne fonctionne plus.",
                    "Les liens privés de %(n)d hôtes ne fonctionnent plus.",
                    "n",
                )
            ),
            editor="host",
        ),
    ]
