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

from croisee.matching.instance import INDEX, NONE, Array, Instance


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
    m = instance.offers
    pairs, leaf = institution_at_offer(instance)
    hosts = np.flatnonzero(instance.host_capacity != NONE)
    at_home = people_at_home(instance)
    senders = np.flatnonzero(at_home > 0)
    first_host = m + len(pairs)
    first_sender = first_host + len(hosts)
    root = first_sender + len(senders)

    parent = np.full(root + 1, root, INDEX)
    parent[:m] = node_of(hosts, first_host, len(at_home), root)[instance.offer_institution]
    parent[m:first_host] = pairs % max(m, 1)
    nowhere = instance.offer == m
    leaf[nowhere] = root
    if len(senders):
        sender_node = node_of(senders, first_sender, len(at_home), root)
        home = instance.applicant_institution[instance.owner[nowhere]]
        leaf[nowhere] = sender_node[home]

    n = instance.applicants
    low, high = np.zeros(root + 1, INDEX), np.full(root + 1, n, INDEX)
    high[:m] = instance.capacity
    high[m:first_host] = instance.per_institution
    high[first_host:first_sender] = instance.host_capacity[hosts]
    low[first_sender:root] = at_home[senders]
    return CapacityTree(parent, low, high, leaf, pairs, hosts, senders)


def people_at_home(instance: Instance) -> Array:
    """How many people of each institution must stay without a place, (institutions,)."""
    total = len(instance.send_capacity)
    people = np.bincount(instance.applicant_institution + 1, minlength=total + 1)[1:]
    return np.where(instance.send_capacity == NONE, 0, people - instance.send_capacity)


def institution_at_offer(instance: Instance) -> tuple[Array, Array]:
    """Keys of the nodes "institution at this offer" that may bind, and all leaves, (E,)."""
    leaf = instance.offer.copy()
    if instance.per_institution == NONE:
        return np.empty(0, int), leaf
    home = instance.applicant_institution[instance.owner].astype(int)
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
