"""Problems given as arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from croisee.matching.instance import INDEX, NONE, Array, Instance
from croisee.matching.problem import Applicant, Offer, Problem
from croisee.matching.refusal import BAD_INPUT, Refused


def problem_from_arrays(
    *,
    start: Sequence[int],
    choices: Sequence[int],
    capacity: Sequence[int],
    priority_class: Sequence[int],
    lottery: Sequence[int],
    **settings: Any,
) -> Problem:
    """A problem whose ids are the positions, as text.

    Applicant i chooses choices[start[i]:start[i+1]], best first. `settings` are the other fields of
    `Problem`; `max_choices` is by default the length of the longest list.
    """
    check_offsets(start, len(choices))
    listed = np.asarray(choices).tolist()
    bounds = np.asarray(start).tolist()
    longest = int(np.diff(bounds).max(initial=0))
    people = zip(np.asarray(priority_class).tolist(), np.asarray(lottery).tolist(), strict=True)
    return Problem(
        offers=[Offer(str(j), c) for j, c in enumerate(np.asarray(capacity).tolist())],
        applicants=[
            Applicant(
                str(i), [str(j) for j in listed[bounds[i] : bounds[i + 1]]], k, lottery=number
            )
            for i, (k, number) in enumerate(people)
        ],
        **{"max_choices": longest, **settings},
    )


def instance_from_arrays(
    *,
    start: Array,
    choices: Array,
    capacity: Array,
    priority_class: Array,
    lottery: Array,
    classes: int,
    max_choices: int,
) -> Instance:
    """An instance without rules and pins, for very large ones: no object per person is made."""
    check_offsets(start, len(choices))
    people, offers = len(start) - 1, len(capacity)
    if len(choices) and not 0 <= choices.min() <= choices.max() < offers:
        raise Refused(BAD_INPUT, "choices")
    length = np.diff(start)
    if length.max(initial=0) > max_choices or capacity.min(initial=0) < 0:
        raise Refused(
            BAD_INPUT, "max_choices" if length.max(initial=0) > max_choices else "capacity"
        )
    # Everybody gets one option more, "no place", after the choices.
    with_nothing = (start + np.arange(people + 1)).astype(INDEX)
    offer = np.full(len(choices) + people, offers, INDEX)
    rank = np.full(len(choices) + people, max_choices, INDEX)
    listed = np.ones(len(offer), bool)
    listed[with_nothing[1:] - 1] = False
    offer[listed] = choices
    rank[listed] = np.arange(len(choices), dtype=INDEX) - np.repeat(start[:-1], length)
    nobody = np.full(people, NONE, INDEX)
    return Instance(
        classes=classes,
        max_choices=max_choices,
        start=with_nothing,
        offer=offer,
        rank=rank,
        capacity=np.minimum(capacity, people),
        priority_class=priority_class,
        lottery=place_in_order(lottery),
        applicant_institution=nobody,
        offer_institution=np.full(offers, NONE, INDEX),
        per_institution=NONE,
        send_capacity=np.empty(0, int),
        host_capacity=np.empty(0, int),
    )


def place_in_order(numbers: Array) -> Array:
    """The position of every number in increasing order, (n,)."""
    position = np.empty(len(numbers), INDEX)
    position[np.argsort(numbers)] = np.arange(len(numbers), dtype=INDEX)
    return position


def check_offsets(start: Sequence[int] | Array, options: int) -> None:
    """0 first, never falling, the number of choices last."""
    bounds = np.asarray(start)
    if not len(bounds) or bounds[0] != 0 or bounds[-1] != options or (np.diff(bounds) < 0).any():
        raise Refused(BAD_INPUT, "start")
