"""Tonight's matching: from the two spreadsheets to a proven result (IM-06)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from croisee.matching import Applicant, Lottery, Offer, Problem, Result, solve
from croisee.schemes.ranked.sheets.rows import EditionSheets, HostRow, TraineeRow

PRIORITY, EVERYBODY_ELSE = 0, 1


@dataclass(frozen=True)
class Matched:
    """An edition as read, and its matching under `policy` with the lottery drawn from `seed`."""

    edition: EditionSheets
    policy: str
    seed: int
    result: Result

    @cached_property
    def hosts(self) -> dict[str, HostRow]:
        """The offers by number."""
        return {host.number: host for host in self.edition.hosts}

    def host_of(self, trainee: TraineeRow) -> HostRow | None:
        """Where the trainee goes; None without a place."""
        number = self.result.assignment[trainee.key]
        return None if number is None else self.hosts[number]

    def offer_name(self, number: str) -> str:
        """The offer as people know it: « H005, Maison de jeunes »."""
        host = self.hosts[number]
        return ", ".join(part for part in (number, host.institution or host.service) if part)

    def rank_of(self, trainee: TraineeRow) -> int | None:
        """The rank, as asked, of the choice obtained; None without a place."""
        number = self.result.assignment[trainee.key]
        return next((choice.rank for choice in trainee.choices if choice.number == number), None)

    @cached_property
    def lottery(self) -> dict[str, int]:
        """Everybody's lottery number, from 1: the smaller, the better."""
        return {
            applicant.id: applicant.lottery + 1
            for applicant in self.result.problem.applicants
            if applicant.lottery is not None
        }


def match(edition: EditionSheets, policy: str, seed: int) -> Matched:
    """Match, and check the proof. Raises `matching.Refused` or `matching.Disproved`.

    The lottery's edition is empty and its round 1; people's ids are their e-mail keys
    (docs/matching.md). No rule applies besides: an own-institution choice is kept.
    """
    result = solve(problem_of(edition), policy, Lottery(seed=str(seed), edition="", round=1))
    return Matched(edition, policy, seed, result)


def problem_of(edition: EditionSheets) -> Problem:
    """The matching problem; class 0 is « Oui » in the priority column."""
    fillers = _fillers(edition)
    offers = [Offer(host.number, host.places) for host in edition.hosts]
    offers += [Offer(filler, 0) for filler in fillers]
    applicants = [
        Applicant(
            id=trainee.key,
            choices=_choices(trainee, fillers),
            priority_class=PRIORITY if trainee.priority else EVERYBODY_ELSE,
        )
        for trainee in edition.trainees
    ]
    return Problem(offers, applicants, max_choices=edition.max_choices)


def _fillers(edition: EditionSheets) -> list[str]:
    """Offers without any place standing for choices left out, so that the others keep their rank.

    Their names cannot be those of real offers, which hold no blank next to a letter.
    """
    last = max(
        (trainee.choices[-1].rank for trainee in edition.trainees if trainee.choices), default=0
    )
    return [f"(choix {rank} vide)" for rank in range(1, last)]


def _choices(trainee: TraineeRow, fillers: list[str]) -> tuple[str, ...]:
    numbers = {choice.rank: choice.number for choice in trainee.choices}
    last = max(numbers, default=0)
    return tuple(numbers.get(rank) or fillers[rank - 1] for rank in range(1, last + 1))
