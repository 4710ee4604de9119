"""What waits for a coordinator: late first, each one click from the act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.desk.duplicates import stored
from croisee.desk.pending import LATE, Pending
from croisee.editions.reminded import FAILED
from croisee.mail.models import Message
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.placements.models import Placement
from croisee.schemes.ranked.models import Application

NAMED = 3


@dataclass(frozen=True)
class Task:
    """One line of the to-do list: how many, what, why, and the one act."""

    count: int
    what: str
    why: str
    act: str | Promise
    url: str
    late: bool = False


class Desk(Pending):
    """The tasks of one edition, in one province or in all: its rows put into words."""

    def decisions(self) -> list[Task]:
        """What waits for somebody, late first: counted on this page and in the navigation."""
        return sorted(self._decisions(), key=lambda task: not task.late)

    def _decisions(self) -> Iterator[Task]:
        yield from self._offers_to_check()
        yield from self._stuck()
        yield from self._gone()
        yield from self._given_back()
        yield from self._without_contact()
        yield from self._round()
        yield from self._drafts()
        yield from self._incomplete()
        yield from self._duplicates()

    # -------- addresses and names

    def _url(self, name: str, **query: str) -> str:
        if self.province and name != "desk:messages":
            query["province"] = self.province.code
        address = reverse(name, args=[self.edition.pk])
        return f"{address}?{urlencode(query)}" if query else address

    # -------- offers

    def _offers_to_check(self) -> Iterator[Task]:
        for kind, what in (
            (
                "offers_late",
                lambda n: ngettext(
                    "Offre à relire depuis plus de 5 jours",
                    "Offres à relire depuis plus de 5 jours",
                    n,
                ),
            ),
            ("offers_recent", lambda n: ngettext("Offre à relire", "Offres à relire", n)),
        ):
            group = list(self.rows[kind].select_related("service__organisation"))
            if group:
                url = reverse("offers:office_review", args=[self.edition.pk, group[0].pk])
                names = _names([offer.service.organisation.name for offer in group])
                act = gettext_lazy("Relire les offres")
                yield Task(len(group), what(len(group)), names, act, url, late=kind in LATE)

    # -------- messages

    def _stuck(self) -> Iterator[Task]:
        state = Message.State
        lines = [
            (state.FAILED, _refused, gettext_lazy("Corriger les adresses"), True),
            (state.IN_DOUBT, _in_doubt, gettext_lazy("Trancher"), True),
            (state.HELD, _held, gettext_lazy("Relire"), False),
        ]
        for value, words, act, late in lines:
            if names := list(self.rows[value].values_list("name", flat=True)):
                url = self._url("desk:messages", etat=value)
                yield Task(len(names), words(len(names)), _names(names), act, url, late=late)
        unwritten = self.rows["unwritten"].count()
        if unwritten:
            what = ngettext("Rappel impossible à écrire", "Rappels impossibles à écrire", unwritten)
            why = _("Le journal dit lesquels et pourquoi ; ils sont retentés d’eux-mêmes.")
            url = reverse("desk:journal", args=[self.edition.pk]) + f"?acte={FAILED}"
            yield Task(unwritten, what, why, gettext_lazy("Voir lesquels"), url, late=True)

    # -------- after a publication

    def _gone(self) -> Iterator[Task]:
        gone = self.rows.get("gone", Offer.objects.none())
        names = [f"{offer.number} {offer.title}" for offer in gone]
        if names:
            what = _("Offres retirées où des personnes ont une place")
            url = self._url("offers:office_list", etat=OfferState.WITHDRAWN)
            act = gettext_lazy("Prévenir et replacer")
            yield Task(len(names), what, _names(names), act, url, late=True)

    def _given_back(self) -> Iterator[Task]:
        count = self.rows.get("given_back", Placement.objects.none()).count()
        if count:
            what = ngettext(
                "Stage annulé depuis le dernier tour",
                "Stages annulés depuis le dernier tour",
                count,
            )
            url = self._url("desk:placements", suivi=Placement.State.CANCELLED)
            why = ngettext(
                "Sa place est libre pour le tour suivant.",
                "Leurs places sont libres pour le tour suivant.",
                count,
            )
            yield Task(count, what, why, gettext_lazy("Voir qui"), url)

    def _without_contact(self) -> Iterator[Task]:
        count = self.rows["silent"].count()
        if count:
            what = ngettext(
                "Stage sans contact depuis 10 jours", "Stages sans contact depuis 10 jours", count
            )
            why = _("Ni l’hôte ni le·la stagiaire n’a dit s’être parlé.")
            url = self._url("desk:placements", suivi="muet")
            yield Task(count, what, why, gettext_lazy("Voir la liste"), url, late=True)

    # -------- rounds and registrations

    def _round(self) -> Iterator[Task]:
        round_ = self.open_round
        waiting = self.rows["round"].count() if round_ else 0
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
        applications = self.rows["applications_begun"]
        people = [row.person.full_name for row in applications.select_related("person")]
        if people:
            what = ngettext("Inscription non terminée", "Inscriptions non terminées", len(people))
            url = self._url("ranked:applications", etat=Application.State.DRAFT)
            yield Task(len(people), what, _names(people), gettext_lazy("Voir la liste"), url)
        drafts = self.rows["offers_begun"]
        hosts = [row.service.full_name for row in drafts.select_related("service__organisation")]
        if hosts:
            what = ngettext("Offre non terminée", "Offres non terminées", len(hosts))
            url = self._url("offers:office_list", etat=OfferState.DRAFT)
            yield Task(len(hosts), what, _names(hosts), gettext_lazy("Voir la liste"), url)

    def _incomplete(self) -> Iterator[Task]:
        """What an import could not fill: nobody can be told, or nobody follows it."""
        count = self.rows["offers_alone"].count()
        if count:
            what = ngettext("Offre sans contact", "Offres sans contact", count)
            why = _("Personne ne recevra les résultats.")
            url = self._url("offers:office_list", contact="sans")
            yield Task(count, what, why, gettext_lazy("Compléter"), url)
        lost = self.rows.get("nowhere", Application.objects.none())
        names = [row.person.full_name for row in lost.select_related("person")]
        if names:
            what = ngettext("Inscription sans province", "Inscriptions sans province", len(names))
            url = self._url("ranked:applications", province="aucune")
            yield Task(len(names), what, _names(names), gettext_lazy("Compléter"), url)

    def _duplicates(self) -> Iterator[Task]:
        count = self.rows["duplicates"].count()
        if count:
            what = ngettext("Doublon possible", "Doublons possibles", count)
            shown = stored.names(list(self.rows["duplicates"][:NAMED]))
            why = _names(shown, count)
            act = gettext_lazy("Comparer")
            yield Task(count, what, why, act, self._url("desk:duplicates"))


def _refused(number: int) -> str:
    return ngettext("Adresse refusée", "Adresses refusées", number)


def _in_doubt(number: int) -> str:
    return ngettext("Envoi incertain", "Envois incertains", number)


def _held(number: int) -> str:
    return ngettext("Message à valider avant envoi", "Messages à valider avant envoi", number)


def _names(names: list[str], count: int = 0) -> str:
    shown = ", ".join(names[:NAMED])
    more = max(count, len(names)) - NAMED
    if more <= 0:
        return f"{shown}."
    return ngettext("%(names)s et %(more)d autre.", "%(names)s et %(more)d autres.", more) % {
        "names": shown,
        "more": more,
    }


def minutes(tasks: list[Task]) -> int:
    """About how long the decisions take: two minutes each, a round half an hour."""
    return sum(min(task.count, 15) * 2 for task in tasks)
