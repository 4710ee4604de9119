"""Larger instances as arrays: sizes and demand like the real thing, and beyond."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from croisee.matching.arrays import instance_from_arrays
from croisee.matching.instance import Instance

Array = NDArray[Any]
REGION = 120  # offers of one region


@dataclass(frozen=True)
class Family:
    """Arrays of one instance, in the form `instance_from_arrays` takes."""

    start: Array
    choices: Array
    capacity: Array
    priority_class: Array
    lottery: Array

    def instance(self) -> Instance:
        return instance_from_arrays(**vars(self), classes=2, max_choices=3)


def family(people: int, kind: str, seed: int = 0) -> Family:
    """290 people ask for 120 offers with 406 places, and in proportion.

    Most people name three choices. Demand is uniform; or falls with the popularity rank of the
    offer (Zipf), over all offers ("global") or within regions of 120 offers, one choice in five
    going to another region ("regional").
    """
    rng = np.random.default_rng(seed)
    offers = max(3, round(people * 120 / 290))
    capacity = 1 + rng.multinomial(max(round(1.4 * people) - offers, 0), np.ones(offers) / offers)
    drawn = wanted(rng, people, offers, kind)
    named = np.arange(3) < rng.choice([1, 2, 3], size=people, p=[0.15, 0.25, 0.6])[:, None]
    for column in range(1, 3):
        named[:, column] &= (drawn[:, :column] != drawn[:, [column]]).all(axis=1)
    start = np.concatenate([[0], np.cumsum(named.sum(axis=1))])
    return Family(
        start=start.astype(np.int32),
        choices=drawn[named].astype(np.int32),
        capacity=capacity.astype(np.int32),
        priority_class=(rng.random(people) >= 0.3).astype(np.int32),
        lottery=rng.permutation(people).astype(np.int32),
    )


def wanted(rng: np.random.Generator, people: int, offers: int, kind: str) -> Array:
    """Three offers for everybody, repetitions included, (people, 3)."""
    if kind == "uniform":
        return rng.integers(0, offers, (people, 3))
    shuffled = rng.permutation(offers)
    size = offers if kind == "global" else min(REGION, offers)
    regions = max(1, offers // size)
    popularity = np.cumsum(1 / np.arange(1, size + 1))
    within = np.searchsorted(popularity / popularity[-1], rng.random((people, 3)))
    home = rng.integers(0, regions, people)[:, None]
    abroad = rng.integers(0, regions, (people, 3))
    region = np.where(rng.random((people, 3)) < 0.2, abroad, home)
    chosen: Array = shuffled[np.minimum(region * size + within, offers - 1)]
    return chosen
