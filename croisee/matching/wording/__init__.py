"""Facts in plain words: French, Dutch, German, English.

One pure module per language, all with the same functions. Ids become names through the `name` the
caller passes. What is addressed to a trainee names no other person.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from croisee.matching.explain.comparison import Comparison
from croisee.matching.explain.facts import (
    ApplicantExplanation,
    ChoiceExplanation,
    ClosedSet,
    MorePlaces,
    Move,
    OfferExplanation,
)
from croisee.matching.policies import Level, Policy

LANGUAGES = ("fr", "nl", "de", "en")

Naming = Callable[[str], str]

# The function of a language module that words each kind of fact.
SPOKEN_BY: dict[type, str] = {
    ApplicantExplanation: "applicant",
    ChoiceExplanation: "choice",
    ClosedSet: "closed_set",
    OfferExplanation: "offer",
    MorePlaces: "more_places",
    Move: "move",
    Comparison: "comparison",
    Level: "level",
    Policy: "policy",
}


def sentence(fact: Any, language: str, name: Naming = str) -> str:
    """One or a few sentences about a fact.

    Applicants, choices and closed sets are worded for the person concerned, the other facts for
    coordinators. Raises KeyError for another language and TypeError for another kind of fact.
    """
    spoken = SPOKEN_BY.get(type(fact))
    if spoken is None:
        raise TypeError(f"no words for {type(fact).__name__}")
    words: str = getattr(module(language), spoken)(fact, name)
    return words


def description(policy: Policy, language: str) -> str:
    """What a policy does, in one or two sentences for a coordinator."""
    words: str = module(language).POLICY_DESCRIPTIONS[policy]
    return words


def module(language: str) -> ModuleType:
    """The module of a language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return import_module(f"{__name__}.{language}")
