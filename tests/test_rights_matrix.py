"""Every address × role × method against tests/rights.yml (reliability rule 10).

A new address without a row fails here. How to write a row: docs/testing.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.entry import signed_in
from tests.rights_world import ANONYMOUS, ROLES, World, make_world

METHODS = ("GET", "POST")
SHORTHANDS = {
    "everybody": ROLES,
    "signed_in": tuple(role for role in ROLES if role != ANONYMOUS),
    "office": ("coordinator", "neighbour", "administrator", "installation"),
    "writers": ("coordinator", "administrator", "installation"),
    "administrators": ("administrator", "installation"),
    "figures": ("coordinator", "neighbour", "administrator", "reader", "installation"),
}
LOGIN = "login"
Answers = frozenset[int | str]
REFUSED: Answers = frozenset({404, 405})


@dataclass(frozen=True)
class Case:
    """One row: an address with its objects, and who gets which answer by which method."""

    url: str
    title: str = ""
    kwargs: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, dict[str, Answers]] = field(default_factory=dict)
    shared: bool = False  # the object belongs to no programme, or is public

    def __str__(self) -> str:
        return f"{self.url} {self.title}".strip()

    def path(self, world: World) -> str:
        kwargs = {name: world.value(thing) for name, thing in self.kwargs.items()}
        return reverse(self.url, kwargs=kwargs) + self.query


def read_cases() -> list[Case]:
    rows = yaml.safe_load(Path(__file__).with_name("rights.yml").read_text()) or {}
    return [
        _case(url, row)
        for url, given in rows.items()
        for row in (given if isinstance(given, list) else [given])
    ]


def _case(url: str, row: dict[str, Any]) -> Case:
    answers = {method: _answers(row.get(method)) for method in METHODS}
    known = {"title", "kwargs", "query", "data", "shared"}
    unknown = set(row) - known - set(METHODS)
    if unknown:
        raise ValueError(f"rights.yml, {url}: unknown words {sorted(unknown)}")
    return Case(url=url, answers=answers, **{k: row[k] for k in known & set(row)})


def _answers(given: dict[Any, Any] | None) -> dict[str, Answers]:
    """`{200: [office], 302: [trainee]}`; who is not named is refused, or asked to sign in."""
    answers: dict[str, Answers] = dict.fromkeys(ROLES, REFUSED)
    answers[ANONYMOUS] = frozenset({LOGIN}) if given is not None else REFUSED | {LOGIN}
    for statuses, who in (given or {}).items():
        expected = frozenset(_status(word) for word in str(statuses).split("|"))
        for word in [who] if isinstance(who, str) else who:
            answers |= dict.fromkeys(SHORTHANDS.get(word, (word,)), expected)
    if set(answers) != set(ROLES):
        raise ValueError(f"rights.yml: unknown roles {sorted(set(answers) - set(ROLES))}")
    return answers


def _status(word: str) -> int | str:
    return word if word == LOGIN else int(word)


CASES = read_cases()


def addresses(resolver: URLResolver, names: str = "", route: str = "") -> Iterator[str]:
    """The full name of every address, or its route where it has no name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from addresses(entry, space, route + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield names + entry.name if entry.name else f"unnamed /{route}{entry.pattern}"


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    listed = {case.url for case in CASES}
    existing = set(addresses(get_resolver()))
    assert {"without a row": sorted(existing - listed), "gone": sorted(listed - existing)} == {
        "without a row": [],
        "gone": [],
    }


def answer_of(client: Client, case: Case, method: str, path: str) -> int | str:
    """The status; LOGIN for a redirection to the sign-in page. What a POST did is undone."""
    with transaction.atomic():
        data = case.data if method == "POST" else None
        response = client.generic(method, path) if data is None else client.post(path, data)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("sign_in")):
        return LOGIN
    return response.status_code


@pytest.mark.sqlite_suffices
@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_role_gets_its_answer(case: Case) -> None:
    world = make_world()
    path = case.path(world)
    wrong = []
    for role in ROLES:
        client = signed_in(world.people[role])
        for method in METHODS:
            got, expected = answer_of(client, case, method, path), case.answers[method][role]
            if got not in expected:
                wrong.append(f"{role} {method} {path}: {got}, not {sorted(map(str, expected))}")
    assert wrong == []


@pytest.mark.sqlite_suffices
@pytest.mark.django_db
@pytest.mark.parametrize("case", [c for c in CASES if c.kwargs and not c.shared], ids=str)
def test_what_belongs_to_another_programme_does_not_exist(case: Case) -> None:
    """404, not 403, for everybody but the administrator of the installation."""
    mine, foreign = make_world(), make_world()
    path = case.path(foreign)
    seen = []
    for role in ROLES:
        if role in {ANONYMOUS, "installation"}:
            continue
        client = signed_in(mine.people[role])
        for method in METHODS:
            got = answer_of(client, case, method, path)
            if got not in REFUSED:
                seen.append(f"{role} {method} {path}: {got}")
    assert seen == []
