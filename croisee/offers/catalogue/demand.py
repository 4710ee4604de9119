"""How many still ask for each row of an index (IM-12), and what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from croisee.editions.models import Edition
from croisee.editions.schemes import scheme_of
from croisee.offers.catalogue.index import Index

FULL = 1e9  # sorts an offer without places left after every other


@dataclass(frozen=True)
class Demand:
    """Requests and first choices by row; `ratio` is requests for each place left."""

    requests: NDArray[np.int32]
    firsts: NDArray[np.int32]
    calm: NDArray[np.bool_]
    ratio: NDArray[np.float64]
    order: NDArray[np.intp]


def count(edition: Edition, index: Index) -> Demand:
    """Ask the edition's scheme; one query, whatever the number of offers."""
    return of_counts(index, scheme_of(edition.scheme).live_demand(edition))


def of_counts(index: Index, counts: Mapping[int, Counter[int]]) -> Demand:
    nothing: Counter[int] = Counter()
    by_row = [counts.get(row.id, nothing) for row in index.rows]
    requests = np.array([ranks.total() for ranks in by_row], dtype=np.int32)
    firsts = np.array([ranks[1] for ranks in by_row], dtype=np.int32)
    left = index.left
    ratio = np.where(left > 0, requests / np.maximum(left, 1), FULL)
    order = np.lexsort((-left, ratio))
    return Demand(requests, firsts, (left > 0) & (requests < left), ratio, order)
