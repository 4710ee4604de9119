"""Where saved views are kept. The desk, a higher room, says so when it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class View:
    """A list under a name: the query of its address."""

    name: str
    query: str
    pk: int = 0
    own: bool = False


Reader = Callable[[Any, Any, str], list[View]]
_readers: list[Reader] = []


def register(reader: Reader) -> Reader:
    _readers[:] = [reader]
    return reader


def views_of(person: Any, edition: Any, key: str) -> list[View]:
    return _readers[0](person, edition, key) if _readers else []
