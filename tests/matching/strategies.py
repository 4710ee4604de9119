"""Hypothesis draws the seed; the instances are those of the enumeration tests, only larger."""

from random import Random
from typing import Any

from hypothesis import strategies as st

from croisee.matching import Policy, Problem
from tests.matching.instances import random_document, with_priorities

seeds = st.integers(0, 2**32)
policies = st.sampled_from(list(Policy))


@st.composite
def documents(draw: st.DrawFn, *, rules: bool = True, people: int = 14) -> dict[str, Any]:
    """A sound document; with `rules`, pins, bans and limits occur."""
    document = random_document(Random(draw(seeds)), people, rules=rules)
    if not rules:
        for key in ("pins", "forbidden", "rules"):
            document.pop(key, None)
    return document


@st.composite
def problems_and_policies(draw: st.DrawFn) -> tuple[Problem, Policy]:
    """Any problem with any policy that it is fit for."""
    policy = draw(policies)
    rng = Random(draw(seeds))
    deferred = policy is Policy.DEFERRED_ACCEPTANCE
    document = random_document(rng, 14, rules=not deferred)
    if deferred:
        with_priorities(rng, document)
    return Problem.from_json(document), policy
