"""How many people could be placed at all, whoever they are.

Placing those with priority first costs no place in all, unless institutions' sending totals bind;
then "class by class" and "as many as possible" can differ, and whoever decides is told by how much.
"""

from dataclasses import replace

import numpy as np

from croisee.matching.instance import Instance
from croisee.matching.optimum import level_values, optimum
from croisee.matching.policies import Policy, levels


def most_placed(instance: Instance) -> int:
    """The largest number of people placed in any feasible assignment."""
    pooled = replace(instance, classes=1, priority_class=np.zeros_like(instance.priority_class))
    best = optimum(pooled, Policy.MAX_BY_CLASS, draw=False)
    if best is None:
        raise AssertionError("pins were checked and fit")
    return level_values(pooled, best.held, levels(Policy.MAX_BY_CLASS, 1, instance.max_choices))[0]
