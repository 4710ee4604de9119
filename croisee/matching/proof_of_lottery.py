"""Proof that the lottery was honoured, by plain search from every refused better option.

Given the final face (see `proof`), nobody can be moved to a better tight option by moving people
whose turn comes later only.
"""

from collections import deque

import numpy as np

from croisee.matching.proof import Disproved, Face


def check_drawn(face: Face) -> None:
    """In the order (class, lottery number) everybody has the best that could be given."""
    residual = Residual(face)
    for i in face.instance.turn.tolist():
        if i not in residual.movable:
            continue
        for e in range(int(face.instance.start[i]), int(face.held[i])):
            if face.tight[e] and residual.connects(residual.leaf[e], residual.leaf[face.held[i]]):
                raise Disproved("the lottery gives somebody a better choice")
        residual.settle(i)


class Residual:
    """Who may still move where on the face."""

    def __init__(self, face: Face) -> None:
        instance, tree = face.instance, face.tree
        self.leaf: list[int] = tree.leaf.tolist()
        self.at = [self.leaf[option] for option in face.held.tolist()]
        self.ways: list[dict[int, list[int]]] = [{} for _ in tree.parent]
        options: dict[int, list[int]] = {}
        owner = instance.owner
        for e in np.flatnonzero(face.tight).tolist():
            options.setdefault(int(owner[e]), []).append(self.leaf[e])
        self.movable = {i for i, leaves in options.items() if len(leaves) > 1}
        for i in self.movable:
            self.ways[self.at[i]][i] = options[i]
        self.fixed: list[list[int]] = [[] for _ in tree.parent]
        for v in range(tree.root):
            up = int(tree.parent[v])
            if face.flow[v] < face.high[v]:
                self.fixed[v].append(up)
            if face.flow[v] > face.low[v]:
                self.fixed[up].append(v)
        # Closed sets get a label; no way leads out of one and back.
        self.label = [0] * len(tree.parent)
        self.labels = 0

    def settle(self, i: int) -> None:
        """i moves no more."""
        del self.ways[self.at[i]][i]

    def connects(self, source: int, target: int) -> bool:
        """Whether a way leads from the one node to the other."""
        label = self.label[source]
        if self.label[target] != label:
            return False
        reached, queue = {source}, deque([source])
        while queue:
            v = queue.popleft()
            for leaves in (self.fixed[v], *self.ways[v].values()):
                for w in leaves:
                    if w == target:
                        return True
                    if w not in reached and self.label[w] == label:
                        reached.add(w)
                        queue.append(w)
        self.labels += 1
        for v in reached:
            self.label[v] = self.labels
        return False
