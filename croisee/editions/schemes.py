"""The contract a scheme fulfils, and the registry. A scheme registers in its AppConfig.ready()."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from croisee.editions.enums import PhaseKind


@dataclass(frozen=True)
class Scheme:
    """What the other rooms may ask of a scheme without knowing which it is.

    `phases` are the kinds an edition of this scheme goes through, in order; `office_urls` are the
    names of its pages in the desk's navigation, with their labels.
    """

    key: str
    label: str | Promise
    phases: tuple[PhaseKind, ...]
    office_urls: tuple[tuple[str, str | Promise], ...] = ()


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


def validate_scheme(key: str) -> None:
    if key not in _registry:
        raise ValidationError(f"unknown scheme {key!r}")
