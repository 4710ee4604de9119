"""What proves a result, and how it is written down.

For the policies made of levels: one price per counter and level (linear programming duality). Under
deferred acceptance: what it takes to be admitted at every full offer (Azevedo and Leshno 2016).
`proof` checks both, knowing nothing of how they were found.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from croisee.matching.instance import Array, institution_numbers
from croisee.matching.problem import Problem
from croisee.matching.tree import CapacityTree


@dataclass(frozen=True, eq=False)
class Prices:
    """The dual values of one level: the nodes of the tree whose price is not zero, and prices."""

    nodes: Array
    values: Array

    def dense(self, nodes: int) -> Array:
        """Price of every node, (nodes,)."""
        price = np.zeros(nodes, int)
        price[self.nodes] = self.values
        return price


NO_PRICES = Prices(np.empty(0, int), np.empty(0, int))


@dataclass(frozen=True, eq=False)
class Certificate:
    """`prices`, one per level, or `cutoffs`: last priority admitted at each full offer, by id."""

    prices: tuple[Prices, ...] = ()
    cutoffs: Mapping[str, int] | None = None


def certificate_document(problem: Problem, certificate: Certificate, tree: CapacityTree) -> object:
    """The certificate for JSON: for every level a list of [kind, ids…, price]."""
    if certificate.cutoffs is not None:
        return {"cutoffs": dict(certificate.cutoffs)}
    names = node_names(problem, tree)
    return {
        "prices": [
            [
                [*names[node], price]
                for node, price in zip(level.nodes.tolist(), level.values.tolist(), strict=True)
            ]
            for level in certificate.prices
        ]
    }


def node_names(problem: Problem, tree: CapacityTree) -> list[tuple[str, ...]]:
    """What every node but the root counts, in words that do not depend on any numbering."""
    offers = [offer.id for offer in problem.offers]
    institutions = list(institution_numbers(problem))
    return [
        *(("offer", offer) for offer in offers),
        *(
            ("institution_at_offer", institutions[key // len(offers)], offers[key % len(offers)])
            for key in tree.pairs.tolist()
        ),
        *(("host", institutions[number]) for number in tree.hosts.tolist()),
        *(("sender", institutions[number]) for number in tree.senders.tolist()),
    ]
