"""A draft with the names: what every part of the board starts from."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import Any

from croisee.matching import Result
from croisee.offers.models import Offer, OfferContact
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.models import Application, Decision, Run
from croisee.schemes.ranked.reasons import RunReasons


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
        pk = self.application_ids.get(pseudonym)
        return next(
            (
                decision
                for decision in self.decisions
                if decision.application_id == pk and decision.offer.number == number
            ),
            None,
        )
