"""A draft with the names: what every part of the board starts from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from croisee.directory.queries import provinces
from croisee.matching import Result
from croisee.offers.models import Offer, OfferContact
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.models import Application, Decision, Round, Run
from croisee.schemes.ranked.reasons import RunReasons


@dataclass(frozen=True)
class Decided:
    """A decision; `pending` until the next computation takes it up."""

    decision: Decision
    pending: bool

    @property
    def pins(self) -> bool:
        return self.decision.kind == Decision.Kind.PIN


class Draft:
    """A run, its people and offers by name. Everything is read once, when first asked for."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.round = run.round
        self.edition = run.round.edition
        self.assignment: dict[str, str | None] = run.assignment

    @cached_property
    def result(self) -> Result:
        """Solved again from the stored problem: it explains, it decides nothing."""
        return RunReasons(self.run).result

    # ------------------------------------------------------------ people

    @cached_property
    def applicants(self) -> dict[str, dict[str, Any]]:
        """The rows of the problem, by pseudonym."""
        return {row["id"]: row for row in self.run.problem["applicants"]}

    @cached_property
    def application_ids(self) -> dict[str, int]:
        found = queries.pseudonyms(self.round)
        return {name: pk for pk, name in found.items() if name in self.applicants}

    @cached_property
    def pseudonyms(self) -> dict[int, str]:
        return {pk: name for name, pk in self.application_ids.items()}

    @cached_property
    def people(self) -> dict[str, str]:
        """`{pseudonym: first and last name}` of everybody in the draft."""
        rows = Application.objects.filter(entries__round=self.round).values_list(
            "pk", "person__first_name", "person__last_name"
        )
        named = {pk: f"{first} {last}".strip() for pk, first, last in rows}
        return {name: named.get(pk, "") for name, pk in self.application_ids.items()}

    @cached_property
    def provinces(self) -> dict[str, str]:
        """`{pseudonym: province of the workplace}`, as far as it is known."""
        names = {province.pk: province.name for province in provinces()}
        rows = Application.objects.filter(entries__round=self.round).values_list("pk", "province")
        return {self.pseudonyms[pk]: names.get(at, "") for pk, at in rows if pk in self.pseudonyms}

    def rank(self, pseudonym: str) -> int | None:
        """The rank obtained, from 1; None without a place or at a pin outside the list."""
        place, choices = self.assignment[pseudonym], self.applicants[pseudonym]["choices"]
        return choices.index(place) + 1 if place in choices else None

    @cached_property
    def unplaced(self) -> list[str]:
        return [name for name, place in self.assignment.items() if place is None]

    # ------------------------------------------------------------ offers

    @cached_property
    def capacity(self) -> dict[str, int]:
        """Places of this round, by offer number; gaps left out."""
        absent = queries.ABSENT.partition("{")[0]
        return {
            offer["id"]: offer["capacity"]
            for offer in self.run.problem["offers"]
            if not offer["id"].startswith(absent)
        }

    @cached_property
    def offers(self) -> dict[str, Offer]:
        found = Offer.objects.filter(edition=self.edition, number__in=self.capacity)
        related = found.select_related("service__organisation", "service__province")
        return {offer.number: offer for offer in related.prefetch_related("service__sectors")}

    def host(self, number: str) -> str:
        """The name people say: the institution's, with the service where there is one."""
        offer = self.offers.get(number)
        return offer.service.full_name if offer else number

    def name(self, thing: str) -> str:
        """Pseudonyms and offer numbers as people know them."""
        return self.people.get(thing) or self.host(thing)

    @cached_property
    def holders(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, place in self.assignment.items():
            if place is not None:
                found[place].append(name)
        return found

    @cached_property
    def demand(self) -> dict[str, Counter[int]]:
        """`{offer number: Counter({rank: people})}` among those of this round."""
        found: dict[str, Counter[int]] = defaultdict(Counter)
        for row in self.applicants.values():
            for rank, number in enumerate(row["choices"], start=1):
                found[number][rank] += 1
        return found

    @cached_property
    def wanting(self) -> dict[str, list[str]]:
        """Who listed an offer and got nothing as good: the dots beyond the cut-off."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, row in self.applicants.items():
            got = self.rank(name) or (0 if self.assignment[name] else len(row["choices"]) + 1)
            for number in row["choices"][: max(got - 1, 0)]:
                found[number].append(name)
        return found

    def free(self, number: str) -> int:
        return self.capacity.get(number, 0) - len(self.holders[number])

    def contacts(self, numbers: list[str]) -> dict[str, list[OfferContact]]:
        """The persons to phone about some offers."""
        found: dict[str, list[OfferContact]] = defaultdict(list)
        contacts = OfferContact.objects.filter(
            offer__edition=self.edition, offer__number__in=numbers
        )
        for contact in contacts.select_related("person", "offer"):
            found[contact.offer.number].append(contact)
        return found

    # ------------------------------------------------------------ decisions

    @cached_property
    def decisions(self) -> list[Decision]:
        return list(queries.active_decisions(self.round).select_related("by"))

    def decision(self, pseudonym: str, number: str) -> Decision | None:
        found = (one for one in self.decisions_about(pseudonym) if one.offer.number == number)
        return next(found, None)

    def decisions_about(self, pseudonym: str) -> list[Decision]:
        pk = self.application_ids.get(pseudonym)
        return [decision for decision in self.decisions if decision.application_id == pk]

    def pending(self, decision: Decision) -> bool:
        """Made since this draft was computed: it counts from the next computation on."""
        if self.round.state == Round.State.PUBLISHED:
            return False
        pair = (self.pseudonyms.get(decision.application_id), decision.offer.number)
        return (Decision.Kind(decision.kind), *pair) not in self.solved

    @cached_property
    def solved(self) -> set[tuple[Decision.Kind, str | None, str]]:
        """(kind, pseudonym, offer number) of the decisions this draft was computed with."""
        pins, forbidden = Decision.Kind.PIN, Decision.Kind.FORBID
        stored = {pins: self.run.problem["pins"], forbidden: self.run.problem["forbidden"]}
        return {(kind, name, number) for kind, pairs in stored.items() for name, number in pairs}

    @cached_property
    def pins_to_come(self) -> dict[int, Decision]:
        """`{application id: pin}` of who is fixed somewhere from the next computation on."""
        pins = [one for one in self.decisions if one.kind == Decision.Kind.PIN]
        return {pin.application_id: pin for pin in pins if self.pending(pin)}

    def lifted(self, pseudonym: str) -> list[tuple[Decision.Kind, str]]:
        """(kind, offer number) of what this draft was computed with and no longer holds."""
        if self.round.state == Round.State.PUBLISHED:
            return []
        mine = [(kind, number) for kind, name, number in self.solved if name == pseudonym]
        active = {
            (Decision.Kind(one.kind), one.offer.number) for one in self.decisions_about(pseudonym)
        }
        return sorted(pair for pair in mine if pair not in active)
