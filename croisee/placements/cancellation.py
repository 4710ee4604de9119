"""Who learns what of a cancelled placement: one sentence of news and one of what comes next, each for
its reader (mails.md 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.directory.models import Territory
from croisee.people.models import Person
from croisee.placements.described import contacts, described_together, trainees
from croisee.placements.enums import Sequel
from croisee.placements.models import Placement


class Audience(Enum):
    TRAINEE = "cancelled_trainee"
    HOST = "cancelled_host"
    COORDINATOR = "cancelled_coordinator"
    TRACE = "cancelled_trace"

    @property
    def kind(self) -> str:
        return self.value


Told = tuple[Person, Audience, list[Placement]]
#: {placement id: province where its trainee works}
Homes = Mapping[int, Territory]


class Cancellation:
    """The end of one or several placements at one offer, in one act of one person."""

    def __init__(
        self,
        placements: Sequence[Placement],
        *,
        by: Person | None,
        coordinators: Sequence[tuple[Person, list[Placement]]],
        sequel: Sequel,
        offer_ends: bool,
    ) -> None:
        self.placements, self.by, self.coordinators = list(placements), by, coordinators
        self.sequel, self.offer_ends = sequel, offer_ends
        self.by_trainee = by in [who for one in placements for who in trainees(one)]
        self.by_host = not self.by_trainee and by in contacts(placements[0])

    @property
    def actor(self) -> str:
        return self.by.full_name if self.by else ""

    @property
    def actor_email(self) -> str:
        return self.by.email if self.by and (self.by_trainee or self.by_host) else ""

    def told(self) -> Iterator[Told]:
        """Everybody once; who is host and coordinator at once reads as a host."""
        known: set[int] = set()
        for person, audience, concerned in self._sides():
            if person.pk not in known:
                known.add(person.pk)
                yield person, audience, concerned

    def _sides(self) -> Iterator[Told]:
        if self.by and (self.by_trainee or self.by_host):
            mine = [one for one in self.placements if self.by_host or self.by in trainees(one)]
            yield self.by, Audience.TRACE, mine
        if self.sequel is not Sequel.MOVES:
            for one in self.placements:
                yield from ((person, Audience.TRAINEE, [one]) for person in trainees(one))
        for person in contacts(self.placements[0]):
            yield person, Audience.HOST, self.placements
        for person, concerned in self.coordinators:
            if person != self.by:
                yield person, Audience.COORDINATOR, concerned

    def path(self, audience: Audience, concerned: list[Placement]) -> str:
        """Where the link leads: the desk for the coordinator, one's own space for the others."""
        if audience is not Audience.COORDINATOR:
            return reverse("my_space")
        edition = concerned[0].edition_id
        if len(concerned) == 1:
            return reverse("desk:placement", args=[edition, concerned[0].pk])
        return reverse("desk:placements", args=[edition]) + "?suivi=cancelled"

    def values(self, audience: Audience, concerned: list[Placement]) -> dict[str, Any]:
        values = described_together(concerned)
        values["reason"] = concerned[0].cancel_reason
        values["news"] = self._news(audience) % {"who": self.actor, "trainee": values["trainee"]}
        values["what_next"] = self._what_next(audience)
        return values

    # -------- what happened

    def _news(self, audience: Audience) -> str:
        return {
            Audience.TRAINEE: self._to_trainee,
            Audience.HOST: self._to_host,
            Audience.COORDINATOR: self._to_coordinator,
            Audience.TRACE: self._to_actor,
        }[audience]()

    def _to_trainee(self) -> str:
        if self.by_host and self.offer_ends:
            return _("Le service retire son offre et ne peut finalement pas vous recevoir.")
        if self.by_host:
            return _("%(who)s ne peut finalement pas vous recevoir. Nous en sommes désolés.")
        if self.offer_ends:
            return _("Cette offre est retirée : le service ne peut finalement pas vous recevoir.")
        return _("La coordination a annulé cette place.")

    def _to_host(self) -> str:
        if self.by_trainee:
            return _("%(who)s renonce à sa place.")
        if self.by_host and self.offer_ends:
            return _("%(who)s, de votre équipe, a retiré l’offre.")
        if self.by_host:
            return _("%(who)s, de votre équipe, a annulé cette immersion.")
        if self.offer_ends:
            return _("La coordination a retiré l’offre.")
        if self.sequel is Sequel.MOVES:
            return _("La coordination a donné une autre place à %(trainee)s.")
        return _("La coordination a annulé cette immersion.")

    def _to_coordinator(self) -> str:
        if self.by_trainee:
            return _("%(who)s renonce à sa place.")
        if self.by_host and self.offer_ends:
            return _(
                "%(who)s, contact de l’hôte, retire l’offre où ces personnes avaient une place."
            )
        if self.by_host:
            return _("%(who)s, contact de l’hôte, ne peut pas recevoir %(trainee)s.")
        if self.sequel is Sequel.MOVES:
            return _("%(who)s a donné une autre place à %(trainee)s.")
        if self.by:
            return _("%(who)s l’a annulée, de la part de la coordination.")
        return _("Elle a été annulée, de la part de la coordination.")

    def _to_actor(self) -> str:
        if self.by_trainee:
            return _("Nous avons bien noté que vous renoncez à votre place.")
        if self.offer_ends:
            return _(
                "Nous avons bien noté que vous retirez cette offre. Y avaient une place : %(trainee)s."
            )
        return _("Nous avons bien noté que vous ne recevez pas %(trainee)s.")

    # -------- what comes next

    def _what_next(self, audience: Audience) -> str:
        if audience is Audience.TRACE and self.by_host:
            return ngettext(
                "La coordination est prévenue et cherche une autre place.",
                "La coordination est prévenue et cherche d’autres places.",
                len(self.placements),
            )
        if audience is Audience.TRACE or audience is Audience.TRAINEE:
            return self._for_trainee()
        if audience is Audience.HOST:
            free = _("La place est de nouveau libre ; elle peut aller à quelqu’un d’autre.")
            return "" if self.offer_ends else free
        return self._for_coordinator()

    def _for_trainee(self) -> str:
        return {
            Sequel.WAITS: _(
                "Votre inscription reste valable : si un autre tour a lieu, vous y participez sans "
                "rien refaire."
            ),
            Sequel.LEAVES: _("Votre inscription est retirée ; vous n’avez plus rien à faire."),
        }.get(self.sequel, "")

    def _for_coordinator(self) -> str:
        if self.sequel is Sequel.WAITS:
            return ngettext(
                "L’inscription reste valable : une autre place est à trouver.",
                "Les inscriptions restent valables : %(n)d autres places sont à trouver.",
                len(self.placements),
            ) % {"n": len(self.placements)}
        if self.sequel is Sequel.LEAVES:
            return _("L’inscription est retirée ; la place est libre pour quelqu’un d’autre.")
        return _("La place est libre pour quelqu’un d’autre.")
