"""What waits for a coordinator: late first, each one click from the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers import queries as offers
from croisee.offers.models import Offer
from croisee.schemes.ranked import queries as ranked
from croisee.schemes.ranked.models import Round

LATE_AFTER = timedelta(days=5)


@dataclass(frozen=True)
class Task:
    """One line of the to-do list: how many, what, why, and the one act."""

    count: int
    what: str
    why: str
    act: str | Promise
    url: str
    late: bool = False


def tasks(edition: Edition, province: Territory | None, *, at: datetime) -> list[Task]:
    """Everything that waits in an edition, in one province or in all; late first."""
    found = [
        *_offers_to_check(edition, province, at),
        *_failed_messages(edition),
        *_held_messages(edition),
        *_round_to_publish(edition),
    ]
    return sorted(found, key=lambda task: not task.late)


def _offers_to_check(edition: Edition, province: Territory | None, at: datetime) -> list[Task]:
    waiting = offers.waiting_for_review(edition).select_related("service__organisation")
    if province:
        waiting = waiting.filter(service__province=province)
    late = [
        offer for offer in waiting if offer.submitted_at and offer.submitted_at < at - LATE_AFTER
    ]
    recent = [offer for offer in waiting if offer not in late]
    lines = [
        (late, _("Offres à relire depuis plus de 5 jours"), True),
        (recent, _("Offres à relire"), False),
    ]
    return [
        Task(
            len(group),
            what,
            _names(group),
            gettext_lazy("Relire les offres"),
            reverse("offers:office_review", args=[edition.pk, group[0].pk]),
            is_late,
        )
        for group, what, is_late in lines
        if group
    ]


def _names(group: list[Offer], shown: int = 3) -> str:
    names = ", ".join(offer.service.organisation.name for offer in group[:shown])
    more = len(group) - shown
    if more <= 0:
        return f"{names}."
    return ngettext("%(names)s et %(more)d autre.", "%(names)s et %(more)d autres.", more) % {
        "names": names,
        "more": more,
    }


def _failed_messages(edition: Edition) -> list[Task]:
    states = [Message.State.FAILED, Message.State.IN_DOUBT]
    failed = Message.objects.filter(scope=edition.scope, state__in=states)
    count = failed.count()
    if not count:
        return []
    url = reverse("desk:messages", args=[edition.pk]) + "?etat=failed"
    addresses = ", ".join(failed.values_list("address", flat=True)[:3])
    what = ngettext("Message qui n’est pas arrivé", "Messages qui ne sont pas arrivés", count)
    return [Task(count, what, addresses, gettext_lazy("Voir les messages"), url, late=True)]


def _held_messages(edition: Edition) -> list[Task]:
    count = Message.objects.filter(scope=edition.scope, state=Message.State.HELD).count()
    if not count:
        return []
    url = reverse("desk:messages", args=[edition.pk]) + "?etat=held"
    what = ngettext("Message à valider avant envoi", "Messages à valider avant envoi", count)
    return [Task(count, what, "", gettext_lazy("Voir les messages"), url)]


def _round_to_publish(edition: Edition) -> list[Task]:
    round_ = edition.rounds.filter(state=Round.State.OPEN).first()
    if round_ is None:
        return []
    waiting = ranked.waiting(edition).count()
    what = _("Tour de matching %(number)d à préparer") % {"number": round_.number}
    why = ngettext(
        "%(count)d personne attend une place.", "%(count)d personnes attendent une place.", waiting
    ) % {"count": waiting}
    url = reverse("ranked:board", args=[edition.pk])
    return [Task(1, what, why, gettext_lazy("Ouvrir le matching"), url)]


@dataclass(frozen=True)
class Figures:
    """The edition at a glance."""

    offers: int
    places: int
    taken: int
    applications: int
    waiting: int


def figures(edition: Edition) -> Figures:
    places, taken = offers.places(edition)
    return Figures(
        offers=Offer.objects.filter(edition=edition, state="published").count(),
        places=places,
        taken=taken,
        applications=edition.applications.filter(state="submitted").count(),
        waiting=ranked.waiting(edition).count(),
    )
