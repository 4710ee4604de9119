"""Matching: who gets which place, exactly, with proofs and explanations.

Pure: no Django, no database, no clock. See docs/matching.md.
"""

from croisee.matching.explain import changes
from croisee.matching.explain.comparison import Comparison, compare
from croisee.matching.explain.facts import (
    ApplicantExplanation,
    ChoiceExplanation,
    ClosedSet,
    Consequence,
    Holders,
    MorePlaces,
    Move,
    OfferExplanation,
    Reason,
)
from croisee.matching.lottery import Lottery
from croisee.matching.policies import Level, Policy, levels
from croisee.matching.problem import Applicant, Offer, Problem, Rules
from croisee.matching.proof import Disproved
from croisee.matching.refusal import Refused
from croisee.matching.result import Result
from croisee.matching.solving import solve
from croisee.matching.verifying import BareClaim, verify

__all__ = [
    "Applicant",
    "ApplicantExplanation",
    "BareClaim",
    "ChoiceExplanation",
    "ClosedSet",
    "Comparison",
    "Consequence",
    "Disproved",
    "Holders",
    "Level",
    "Lottery",
    "MorePlaces",
    "Move",
    "Offer",
    "OfferExplanation",
    "Policy",
    "Problem",
    "Reason",
    "Refused",
    "Result",
    "Rules",
    "changes",
    "compare",
    "levels",
    "solve",
    "verify",
]
