"""A problem in numbers: applicants, offers and institutions become 0, 1, 2 …

What remains of the rules that bar single pairs is the list of *options* of every applicant: the
choices still admissible, best first, then "no place". Ranks are those of the applicant's own list,
so that barring a first choice never turns the second one into a first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from croisee.matching.problem import Applicant, Offer, Problem

Array = NDArray[Any]
NONE = -1
INDEX = np.int32  # of applicants, offers, options and of every count, all cut at n


@dataclass(frozen=True, eq=False)
class Instance:
    """n applicants, m offers, E options; all arrays are of integers.

    The options of applicant i are start[i] … start[i+1]-1. `offer` is m for "no place". `rank`
    counts from 0; `max_choices` stands for "no place", `max_choices` + 1 for a pinned offer that
    the applicant did not list. A pinned applicant has that one option and nothing else.

    Numbers of places and people are cut at n, which changes nothing and keeps every sum small.
    """

    classes: int
    max_choices: int
    start: Array  # (n+1,)
    offer: Array  # (E,)
    rank: Array  # (E,)
    capacity: Array  # (m,)
    priority_class: Array  # (n,)
    lottery: Array  # (n,) position 0 … n-1 in the lottery alone
    applicant_institution: Array  # (n,) or NONE
    offer_institution: Array  # (m,) or NONE
    per_institution: int  # at most so many per institution at an offer, or NONE
    send_capacity: Array  # (institutions,) or NONE
    host_capacity: Array  # (institutions,) or NONE

    @property
    def applicants(self) -> int:
        return len(self.start) - 1

    @property
    def offers(self) -> int:
        return len(self.capacity)

    @cached_property
    def owner(self) -> Array:
        """The applicant of every option, (E,)."""
        return np.repeat(np.arange(self.applicants, dtype=INDEX), np.diff(self.start))

    @cached_property
    def turn(self) -> Array:
        """The applicants in the order (class, lottery), (n,)."""
        return np.lexsort((self.lottery, self.priority_class)).astype(INDEX)

    def in_turn(self) -> "tuple[Instance, Array]":
        """The same with the applicants numbered in turn, and the former index of every option."""
        turn, length = self.turn, np.diff(self.start)
        start = np.zeros_like(self.start)
        np.cumsum(length[turn], out=start[1:])
        former = np.repeat(self.start[turn] - start[:-1], length[turn])
        former += np.arange(len(former), dtype=INDEX)
        sorted_instance = replace(
            self,
            start=start,
            offer=self.offer[former],
            rank=self.rank[former],
            priority_class=self.priority_class[turn],
            lottery=self.lottery[turn],
            applicant_institution=self.applicant_institution[turn],
        )
        return sorted_instance, former


def instance_of(problem: Problem) -> Instance:
    """Number a problem; every applicant must hold a lottery number."""
    offer_number = {offer.id: number for number, offer in enumerate(problem.offers)}
    institution = institution_numbers(problem)
    start, offer, rank = list_options(problem, offer_number)
    people = len(problem.applicants)
    rules = problem.rules
    per_institution = rules.max_per_institution_per_offer
    return Instance(
        classes=problem.classes,
        max_choices=problem.max_choices,
        start=np.array(start, INDEX),
        offer=np.array(offer, INDEX),
        rank=np.array(rank, INDEX),
        capacity=np.array([min(o.capacity, people) for o in problem.offers], INDEX),
        priority_class=np.array([a.priority_class for a in problem.applicants], INDEX),
        lottery=positions([a.lottery or 0 for a in problem.applicants]),
        applicant_institution=numbered((a.institution for a in problem.applicants), institution),
        offer_institution=numbered((o.institution for o in problem.offers), institution),
        per_institution=NONE if per_institution is None else min(per_institution, people),
        send_capacity=limits(rules.send_capacity, institution, people),
        host_capacity=limits(rules.host_capacity, institution, people),
    )


def list_options(
    problem: Problem, offer_number: dict[str, int]
) -> tuple[list[int], list[int], list[int]]:
    """`start`, `offer` and `rank` of the options that pins, bans and pair rules leave."""
    start, offers, ranks = [0], list[int](), list[int]()
    pinned = dict(problem.pins)
    admissible = Admissible(problem)
    for applicant in problem.applicants:
        if applicant.id in pinned:
            offer = pinned[applicant.id]
            offers.append(offer_number[offer])
            ranks.append(pinned_rank(applicant, offer, problem.max_choices))
        else:
            for rank, choice in enumerate(applicant.choices):
                if admissible(applicant, choice):
                    offers.append(offer_number[choice])
                    ranks.append(rank)
            offers.append(len(offer_number))
            ranks.append(problem.max_choices)
        start.append(len(offers))
    return start, offers, ranks


def pinned_rank(applicant: Applicant, offer: str, max_choices: int) -> int:
    """Its place on the list, or the code for "not on the list"."""
    choices = list(applicant.choices)
    return choices.index(offer) if offer in choices else max_choices + 1


class Admissible:
    """Whether an applicant may get an offer: not forbidden, not barred by a rule on pairs."""

    def __init__(self, problem: Problem) -> None:
        self.offers = {offer.id: offer for offer in problem.offers}
        self.forbidden = set(problem.forbidden)
        self.rules = problem.rules

    def __call__(self, applicant: Applicant, offer_id: str) -> bool:
        return self.obstacle(applicant, offer_id) is None

    def obstacle(self, applicant: Applicant, offer_id: str) -> str | None:
        """What bars the pair: "forbidden", the name of a rule, or nothing."""
        if (applicant.id, offer_id) in self.forbidden:
            return "forbidden"
        offer = self.offers[offer_id]
        if self.rules.not_own_institution and same_institution(applicant, offer):
            return "not_own_institution"
        if self.rules.intersectoral and applicant.sectors & offer.sectors:
            return "intersectoral"
        return None


def same_institution(applicant: Applicant, offer: Offer) -> bool:
    """A missing institution is nobody's."""
    return bool(applicant.institution) and applicant.institution == offer.institution


def institution_numbers(problem: Problem) -> dict[str, int]:
    """A number for every institution that occurs anywhere."""
    named = [a.institution for a in problem.applicants] + [o.institution for o in problem.offers]
    return {name: number for number, name in enumerate(dict.fromkeys(filter(None, named)))}


def numbered(names: Iterable[str | None], number: dict[str, int]) -> Array:
    return np.array([number[name] if name else NONE for name in names], int)


def limits(most: Any, number: dict[str, int], people: int) -> Array:
    """The limit of every institution, cut at the number of people, or NONE."""
    return np.array([min(most[name], people) if name in most else NONE for name in number], int)


def positions(numbers: Sequence[int]) -> Array:
    """The position of every number in increasing order; numbers may be of any size."""
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    position = np.empty(len(numbers), INDEX)
    position[order] = np.arange(len(numbers))
    return position
