"""The contract a scheme fulfils, and the registry. A scheme registers in its AppConfig.ready()."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language

from croisee.editions.enums import PhaseKind

if TYPE_CHECKING:
    from croisee.editions.models import Edition
    from croisee.people.models import Person

#: `{offer id: Counter({rank: requests})}` of an edition (IM-12).
Demand = Callable[["Edition"], dict[int, Counter[int]]]


#: The postcode where somebody said to work in an edition, "" when unsaid.
Workplace = Callable[["Person", "Edition"], str]


#: Whether somebody has begun by a private link in an edition (IM-11).
BeganByLink = Callable[["Person", "Edition"], bool]


#: `[(key, name)]` of the policies of a scheme in the language asked for.
Policies = Callable[[str], list[tuple[str, str]]]


def no_policies(language: str) -> list[tuple[str, str]]:
    """For schemes that have nothing to choose between."""
    return []


def no_demand(edition: Edition) -> dict[int, Counter[int]]:
    """For schemes where nobody asks in advance."""
    return {}


def no_workplace(person: Person, edition: Edition) -> str:
    """For schemes that do not ask where somebody works."""
    return ""


def nothing_began(person: Person, edition: Edition) -> bool:
    """For schemes where nothing begins by a link."""
    return False


@dataclass(frozen=True)
class Scheme:
    """What the other rooms may ask of a scheme without knowing which it is.

    `phases` are the kinds an edition of this scheme goes through, in order; `office_urls` are the
    names of its pages in the desk's navigation, with their labels. `demand` counts all requests
    for each offer, to be read beside its places; `live_demand` those not yet answered, to be read
    beside the places left: the catalogue shows them without knowing what a request is. `policies`
    names what an edition may choose between: the same names on every page. `workplace` is where
    distances begin for somebody who has registered; `began_by_link` lets who began by a private
    link go on reading the catalogue, also where the link was never opened.
    """

    key: str
    label: str | Promise
    phases: tuple[PhaseKind, ...]
    office_urls: tuple[tuple[str, str | Promise], ...] = ()
    demand: Demand = no_demand
    live_demand: Demand = no_demand
    policies: Policies = no_policies
    workplace: Workplace = no_workplace
    began_by_link: BeganByLink = nothing_began


_registry: dict[str, Scheme] = {}


def register(scheme: Scheme) -> None:
    if scheme.key in _registry:
        raise ValueError(f"two schemes are called {scheme.key}")
    _registry[scheme.key] = scheme


def all_schemes() -> list[Scheme]:
    return list(_registry.values())


def scheme_of(key: str) -> Scheme:
    """The scheme of an edition; an unknown key is a fault of the installation, not of the user."""
    return _registry[key]


def policy_names() -> list[tuple[str, str]]:
    """`[(key, name)]` of every policy, in the language of the page."""
    language = (get_language() or "fr")[:2]
    return [pair for scheme in all_schemes() for pair in scheme.policies(language)]


def validate_scheme(key: str) -> None:
    if key not in _registry:
        raise ValidationError(f"unknown scheme {key!r}")
