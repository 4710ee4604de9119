"""What waits for a coordinator: late first, each one click from the act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.desk.duplicates.suspects import in_province, suspects
from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.editions.reminded import FAILED, failures
from croisee.editions.rules import active_roles
from croisee.mail.models import Message
from croisee.offers import queries as offers
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.models import Placement
from croisee.placements.office_list import without_contact
from croisee.schemes.ranked import queries as ranked
from croisee.schemes.ranked.models import Application, Round

LATE_AFTER = timedelta(days=5)
DRAFT_AFTER = timedelta(days=2)  # who began yesterday is still writing
NAMED = 3
STUCK = (Message.State.FAILED, Message.State.IN_DOUBT, Message.State.HELD)


@dataclass(frozen=True)
class Task:
    """One line of the to-do list: how many, what, why, and the one act."""

    count: int
    what: str
    why: str
    act: str | Promise
    url: str
    late: bool = False


class Desk:
    """The tasks of one edition, in one province or in all."""

    def __init__(self, edition: Edition, province: Territory | None, at: datetime) -> None:
        self.edition, self.province, self.at = edition, province, at

    def decisions(self) -> list[Task]:
        """What waits for somebody, late first: counted on this page and in the navigation."""
        return sorted(self._decisions(), key=lambda task: not task.late)

    def _decisions(self) -> Iterator[Task]:
        yield from self._offers_to_check()
        yield from self._messages()
        yield from self._after_publication()
        yield from self._without_contact()
        yield from self._round()
        yield from self._drafts()
        yield from self._incomplete()

    # -------- addresses and names

    def _url(self, name: str, **query: str) -> str:
        if self.province and name != "desk:messages":
            query["province"] = self.province.code
        address = reverse(name, args=[self.edition.pk])
        return f"{address}?{urlencode(query)}" if query else address

    def _here(self, rows: QuerySet, path: str) -> QuerySet:
        return rows.filter(**{path: self.province}) if self.province else rows

    # -------- offers

    def _offers_to_check(self) -> Iterator[Task]:
        waiting = offers.waiting_for_review(self.edition).select_related("service__organisation")
        found = list(self._here(waiting, "service__province"))
        limit = self.at - LATE_AFTER
        late = [offer for offer in found if offer.submitted_at and offer.submitted_at < limit]
        recent = [offer for offer in found if offer not in late]
        for group, what in (
            (
                late,
                ngettext(
                    "Offre à relire depuis plus de 5 jours",
                    "Offres à relire depuis plus de 5 jours",
                    len(late),
                ),
            ),
            (recent, ngettext("Offre à relire", "Offres à relire", len(recent))),
        ):
            if group:
                url = reverse("offers:office_review", args=[self.edition.pk, group[0].pk])
                names = _names([offer.service.organisation.name for offer in group])
                act = gettext_lazy("Relire les offres")
                yield Task(len(group), what, names, act, url, late=group is late)

    # -------- messages

    def _messages(self) -> Iterator[Task]:
        state = Message.State
        lines = [
            (state.FAILED, _("Adresses refusées"), gettext_lazy("Corriger les adresses"), True),
            (state.IN_DOUBT, _("Envois incertains"), gettext_lazy("Trancher"), True),
            (state.HELD, _("Messages à valider avant envoi"), gettext_lazy("Relire"), False),
        ]
        found = self.waiting_messages
        for value, what, act, late in lines:
            if names := found[value]:
                url = self._url("desk:messages", etat=value)
                yield Task(len(names), what, _names(names), act, url, late=late)
        unwritten = failures(self.edition, self.at).count()
        if unwritten:
            what = ngettext("Rappel impossible à écrire", "Rappels impossibles à écrire", unwritten)
            why = _("Le journal dit lesquels et pourquoi ; ils sont retentés d’eux-mêmes.")
            url = reverse("desk:journal", args=[self.edition.pk]) + f"?acte={FAILED}"
            yield Task(unwritten, what, why, gettext_lazy("Voir lesquels"), url, late=True)

    @cached_property
    def waiting_messages(self) -> dict[str, list[str]]:
        """Names of those written to, by the states that wait for a coordinator."""
        found: dict[str, list[str]] = {str(state): [] for state in STUCK}
        rows = Message.objects.filter(scope=self.edition.scope, state__in=STUCK)
        for state, name in rows.values_list("state", "name"):
            found[state].append(name)
        return found

    @cached_property
    def rounds(self) -> list[Round]:
        return list(self.edition.rounds.order_by("number"))

    # -------- after a publication

    def _after_publication(self) -> Iterator[Task]:
        """Offers that left with people placed there, and places given back."""
        published = [one for one in self.rounds if one.state == Round.State.PUBLISHED]
        if not published:
            return
        gone = Offer.objects.filter(edition=self.edition, state=OfferState.WITHDRAWN)
        gone = self._here(gone.filter(slots__taken__gt=0), "service__province").distinct()
        names = [f"{offer.number} {offer.title}" for offer in gone]
        if names:
            what = _("Offres retirées où des personnes ont une place")
            url = self._url("offers:office_list", etat=OfferState.WITHDRAWN)
            act = gettext_lazy("Prévenir et replacer")
            yield Task(len(names), what, _names(names), act, url, late=True)
        if since := published[-1].published_at:
            yield from self._given_back(since)

    def _given_back(self, since: datetime) -> Iterator[Task]:
        cancelled = Placement.objects.filter(
            edition=self.edition, state=Placement.State.CANCELLED, cancelled_at__gt=since
        )
        count = self._here(cancelled, "slot__offer__service__province").count()
        if count:
            what = ngettext(
                "Stage annulé depuis le dernier tour",
                "Stages annulés depuis le dernier tour",
                count,
            )
            url = self._url("desk:placements", suivi=Placement.State.CANCELLED)
            why = _("Leurs places sont libres pour le tour suivant.")
            yield Task(count, what, why, gettext_lazy("Voir qui"), url)

    def _without_contact(self) -> Iterator[Task]:
        silent = Placement.objects.filter(without_contact(self.at), edition=self.edition)
        count = self._here(silent, "slot__offer__service__province").count()
        if count:
            what = ngettext(
                "Stage sans contact depuis 10 jours", "Stages sans contact depuis 10 jours", count
            )
            why = _("Ni l’hôte ni le·la stagiaire n’a dit s’être parlé.")
            url = self._url("desk:placements", suivi="muet")
            yield Task(count, what, why, gettext_lazy("Voir la liste"), url, late=True)

    # -------- rounds and registrations

    def _round(self) -> Iterator[Task]:
        round_ = next((one for one in self.rounds if one.state == Round.State.OPEN), None)
        waiting = ranked.waiting(self.edition).count() if round_ else 0
        if round_ is None or not waiting:
            return
        what = _("Tour de matching %(number)d à préparer") % {"number": round_.number}
        why = ngettext(
            "%(count)d personne attend une place.",
            "%(count)d personnes attendent une place.",
            waiting,
        ) % {"count": waiting}
        url = reverse("ranked:board", args=[self.edition.pk])
        yield Task(1, what, why, gettext_lazy("Ouvrir le matching"), url)

    def _drafts(self) -> Iterator[Task]:
        limit = self.at - DRAFT_AFTER
        applications = self._here(self.edition.applications.all(), "province").filter(
            state=Application.State.DRAFT, created_at__lt=limit
        )
        people = [row.person.full_name for row in applications.select_related("person")]
        if people:
            what = ngettext("Inscription non terminée", "Inscriptions non terminées", len(people))
            url = self._url("ranked:applications", etat=Application.State.DRAFT)
            yield Task(len(people), what, _names(people), gettext_lazy("Voir la liste"), url)
        drafts = self._here(Offer.objects.filter(edition=self.edition), "service__province").filter(
            state__in=[OfferState.DRAFT, OfferState.CORRECTION], created_at__lt=limit
        )
        hosts = [row.service.full_name for row in drafts.select_related("service__organisation")]
        if hosts:
            what = ngettext("Offre non terminée", "Offres non terminées", len(hosts))
            url = self._url("offers:office_list", etat=OfferState.DRAFT)
            yield Task(len(hosts), what, _names(hosts), gettext_lazy("Voir la liste"), url)

    def _incomplete(self) -> Iterator[Task]:
        """What an import could not fill: nobody can be told, or nobody follows it."""
        published = Q(state=OfferState.PUBLISHED, contacts=None)
        orphans = self._here(Offer.objects.filter(edition=self.edition), "service__province")
        count = orphans.filter(published).count()
        if count:
            what = ngettext("Offre sans contact", "Offres sans contact", count)
            why = _("Personne ne recevra les résultats.")
            url = self._url("offers:office_list", contact="sans")
            yield Task(count, what, why, gettext_lazy("Compléter"), url)
        if self.province:
            return
        lost = self.edition.applications.filter(province=None, state=Application.State.SUBMITTED)
        names = [row.person.full_name for row in lost.select_related("person")]
        if names:
            what = ngettext("Inscription sans province", "Inscriptions sans province", len(names))
            url = self._url("ranked:applications", province="aucune")
            yield Task(len(names), what, _names(names), gettext_lazy("Compléter"), url)

    def suspicions(self) -> Iterator[Task]:
        """What may be looked at any time, and costs too much to count on every page."""
        pairs = in_province(suspects(self.edition), self.province)
        if pairs:
            what = ngettext("Doublon possible", "Doublons possibles", len(pairs))
            why = _names([pair.names[0] for pair in pairs])
            act = gettext_lazy("Comparer")
            yield Task(len(pairs), what, why, act, self._url("desk:duplicates"))


def _names(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return f"{shown}."
    return ngettext("%(names)s et %(more)d autre.", "%(names)s et %(more)d autres.", more) % {
        "names": shown,
        "more": more,
    }


def minutes(tasks: list[Task]) -> int:
    """About how long the decisions take: two minutes each, a round half an hour."""
    return sum(min(task.count, 15) * 2 for task in tasks)


def home_province(person: Person, edition: Edition, at: datetime) -> Territory | None:
    """The province whose tasks a coordinator sees first; None for all of them."""
    grants = active_roles(person, at).filter(programme=edition.programme, territory__isnull=False)
    grant = grants.select_related("territory").first()
    return grant.territory if grant else None


class Waiting:
    """What the navigation says of every page: « À faire » counts what its page counts, the other
    entries what waits where the person may write."""

    def __init__(self, edition: Edition, person: Person, at: datetime) -> None:
        reach = Reach(person, edition.programme, at)
        review = offers.waiting_for_review(edition)
        if not reach.everywhere:
            review = review.filter(service__province__in=reach.places)
        desk = Desk(edition, home_province(person, edition, at), at)
        tasks = desk.decisions()
        self.offers = review.count()
        self.messages = sum(len(names) for names in desk.waiting_messages.values())
        self.tasks = sum(task.count for task in tasks)
        self.late = any(task.late for task in tasks)
