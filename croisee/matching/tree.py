"""All limits of an instance as one tree of counters.

Whoever takes an option is counted at a leaf and at every node from there to the root:

    no place ──────────────── (sending institution) ──┐
    place: (institution at this offer) ── offer ── (host) ── root

Nodes in brackets exist where a rule asks for them. A node counts between `low` and `high` people.
That an institution sends at most c of its s people is said from the other side: at least s - c of
them are counted at its "no place" node. The limits on each side are nested, hence a network flow,
hence whole numbers come out of linear programming (Ford and Fulkerson 1962).
"""

from dataclasses import dataclass

import numpy as np

from croisee.matching.instance import NONE, Array, Instance


@dataclass(frozen=True, eq=False)
class CapacityTree:
    """Nodes 0 … m-1 are the offers, then come the other kinds, then the root.

    `leaf` is the node where each option is counted first, (E,). The key of an
    institution at an offer is institution * m + offer.
    """

    parent: Array  # (N+1,) the root is its own parent
    low: Array  # (N+1,)
    high: Array  # (N+1,)
    leaf: Array  # (E,)
    pairs: Array  # keys of the nodes "institution at this offer", in node order
    hosts: Array  # institutions of the host nodes, in node order
    senders: Array  # institutions of the sending nodes, in node order

    @property
    def root(self) -> int:
        return len(self.parent) - 1


def capacity_tree(instance: Instance) -> CapacityTree:
    """The tree of an instance, with no node that can never bind between people and offers."""
    m, root_of_placed = instance.offers, instance.offer < instance.offers
    owner = instance.owner
    leaf = instance.offer.copy()
    pairs, leaf = institution_at_offer(instance, owner, leaf)
    hosts = np.flatnonzero(instance.host_capacity != NONE)
    people = np.bincount(
        instance.applicant_institution + 1, minlength=len(instance.send_capacity) + 1
    )[1:]
    at_home = np.where(instance.send_capacity == NONE, 0, people - instance.send_capacity)
    senders = np.flatnonzero(at_home > 0)
    first_host = m + len(pairs)
    first_sender = first_host + len(hosts)
    root = first_sender + len(senders)

    parent = np.full(root + 1, root)
    host_node = node_of(hosts, first_host, len(people), root)
    parent[:m] = host_node[instance.offer_institution]
    parent[m:first_host] = pairs % m if m else 0
    sender_node = node_of(senders, first_sender, len(people), root)
    leaf[~root_of_placed] = sender_node[instance.applicant_institution][owner[~root_of_placed]]

    n = instance.applicants
    low, high = np.zeros(root + 1, int), np.full(root + 1, n)
    high[:m] = instance.capacity
    high[m:first_host] = instance.per_institution
    high[first_host:first_sender] = instance.host_capacity[hosts]
    low[first_sender:root] = at_home[senders]
    return CapacityTree(parent, low, high, leaf, pairs, hosts, senders)


def institution_at_offer(instance: Instance, owner: Array, leaf: Array) -> tuple[Array, Array]:
    """Keys of the nodes "institution at this offer" that may bind, and the leaves moved there."""
    if instance.per_institution == NONE:
        return np.empty(0, int), leaf
    home = instance.applicant_institution[owner]
    concerned = np.flatnonzero((home != NONE) & (leaf < instance.offers))
    keys, index, count = np.unique(
        home[concerned] * instance.offers + leaf[concerned], return_inverse=True, return_counts=True
    )
    binding = count > instance.per_institution
    node = instance.offers + np.cumsum(binding) - 1
    moved = binding[index]
    leaf[concerned[moved]] = node[index[moved]]
    return keys[binding], leaf


def node_of(institutions: Array, first: int, total: int, root: int) -> Array:
    """Node of every institution that has one, the root for others and for NONE (index -1)."""
    node = np.full(total + 1, root)
    node[institutions] = first + np.arange(len(institutions))
    return node
