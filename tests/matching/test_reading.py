"""Every refusal of the contract: its code, where, and which one wins."""

from copy import deepcopy
from typing import Any

import pytest

from croisee.matching import Problem, Refused, solve
from croisee.matching.reading import parse_json

SOUND: dict[str, Any] = {
    "classes": 2,
    "max_choices": 2,
    "offers": [
        {"id": "A", "capacity": 1, "institution": "north", "sector": "health"},
        {"id": "B", "capacity": 2, "institution": "south", "sector": ["youth", "housing"]},
    ],
    "applicants": [
        {"id": "ann", "class": 0, "lottery": 7, "choices": ["A", "B"], "institution": "south"},
        {"id": "bob", "class": 1, "lottery": 3, "choices": ["A"], "institution": "south"},
        {"id": "eve", "class": 1, "lottery": 5, "choices": []},
    ],
}


def changed(**entries: Any) -> dict[str, Any]:
    return {**deepcopy(SOUND), **entries}


def with_offer(**entries: Any) -> dict[str, Any]:
    document = deepcopy(SOUND)
    document["offers"][0].update(entries)
    return document


def with_person(**entries: Any) -> dict[str, Any]:
    document = deepcopy(SOUND)
    document["applicants"][0].update(entries)
    return document


def without(key: str, *path: Any) -> dict[str, Any]:
    document = deepcopy(SOUND)
    inner = document
    for step in path:
        inner = inner[step]
    del inner[key]
    return document


def refusal(document: Any, policy: str = "max_by_class") -> tuple[str, tuple[str, ...]]:
    with pytest.raises(Refused) as caught:
        solve(Problem.from_json(document), policy)
    return caught.value.code, caught.value.where


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "problem",
        3,
        *(without(key) for key in SOUND),
        *(without(key, "offers", 0) for key in ("id", "capacity")),
        *(without(key, "applicants", 0) for key in ("id", "class", "lottery", "choices")),
        *(changed(classes=value) for value in (True, 2.0, "2", None, 0, -1)),
        *(changed(max_choices=value) for value in (True, 2.0, "2", None, -1, 10**9)),
        *(changed(offers=value) for value in ({}, "A", [None], ["A"], [[]])),
        *(changed(applicants=value) for value in ({}, "ann", [None], [3])),
        *(
            changed(pins=value)
            for value in ({}, [["ann"]], [["ann", "A", "B"]], [["ann", 1]], ["ab"])
        ),
        *(changed(forbidden=value) for value in ({}, [["ann"]], [[None, "A"]])),
        *(changed(rules=value) for value in ([], "intersectoral", True)),
        *(changed(rules={"intersectoral": value}) for value in (1, 0, "yes", [])),
        *(changed(rules={"not_own_institution": value}) for value in (1, "no")),
        *(
            changed(rules={"max_per_institution_per_offer": value})
            for value in (True, 1.0, "1", [1])
        ),
        *(changed(rules={"send_capacity": value}) for value in ([], 3, {"north": True})),
        *(changed(rules={"host_capacity": value}) for value in ([], {"north": 1.5})),
        *(changed(priority_scope=value) for value in ("everywhere", 1, True, [], {})),
        *(with_offer(id=value) for value in (1, None, ["A"])),
        *(with_offer(capacity=value) for value in (True, 1.0, "1", None, float("nan"))),
        *(with_offer(institution=value) for value in (1, ["north"])),
        *(with_offer(sector=value) for value in (1, [1], {})),
        *(with_offer(order=value) for value in ("ann", [1], {})),
        *(with_person(id=value) for value in (1, None)),
        *(with_person(**{"class": value}) for value in (True, 0.0, "0", -1, 2, 10**30)),
        *(with_person(lottery=value) for value in (True, 1.0, "1", None, float("inf"))),
        *(with_person(choices=value) for value in ("A", None, [1], [None], {"A": 1}, [["A"]])),
        *(with_person(institution=value) for value in (1, [])),
        *(with_person(priority_at=value) for value in ("A", [1])),
    ],
)
def test_types_are_bad_input(document: Any) -> None:
    assert refusal(document)[0] == "bad_input"


@pytest.mark.parametrize(
    ("document", "code", "where"),
    [
        (with_offer(id="B"), "duplicate_id", ("B",)),
        (with_person(id="eve"), "duplicate_id", ("eve",)),
        (with_offer(capacity=-1), "negative_capacity", ("A",)),
        (changed(rules={"host_capacity": {"north": -1}}), "negative_capacity", ("north",)),
        (changed(rules={"send_capacity": {"mars": -1}}), "negative_capacity", ("mars",)),
        (with_person(lottery=5), "duplicate_lottery", ("ann", "eve")),
        (with_person(choices=["B", "B"]), "duplicate_choice", ("ann", "B")),
        (with_person(choices=["A", "B", "C"]), "too_many_choices", ("ann",)),
        (with_person(choices=["A", "C"]), "unknown_offer", ("ann", "C")),
        (changed(forbidden=[["zoe", "A"]]), "unknown_applicant", ("zoe", "A")),
        (changed(forbidden=[["ann", "Z"]]), "unknown_offer", ("ann", "Z")),
        (changed(pins=[["zoe", "Z"]]), "unknown_applicant", ("zoe", "Z")),
        (changed(pins=[["ann", "Z"]]), "unknown_offer", ("ann", "Z")),
        (changed(pins=[["ann", "A"], ["ann", "A"]]), "applicant_pinned_twice", ("ann", "A")),
        (changed(pins=[["ann", "A"], ["ann", "B"]]), "applicant_pinned_twice", ("ann", "B")),
        (
            changed(pins=[["ann", "A"]], forbidden=[["ann", "A"]]),
            "pin_is_forbidden",
            ("ann", "A"),
        ),
        (changed(pins=[["ann", "A"], ["bob", "A"]]), "pins_over_capacity", ("A",)),
        (
            changed(pins=[["ann", "A"]], rules={"host_capacity": {"north": 0}}),
            "pins_over_capacity",
            ("north",),
        ),
        (
            changed(pins=[["ann", "B"], ["bob", "B"]], rules={"max_per_institution_per_offer": 1}),
            "pins_break_rule",
            ("B", "south"),
        ),
        (
            changed(pins=[["ann", "B"], ["bob", "A"]], rules={"send_capacity": {"south": 1}}),
            "pins_break_rule",
            ("south",),
        ),
    ],
)
def test_refusals_and_where(document: Any, code: str, where: tuple[str, ...]) -> None:
    assert refusal(document) == (code, where)


def test_the_first_error_wins() -> None:
    """Errors are piled up from the last to the first; each time the new one is told."""
    document = changed(rules={"send_capacity": {"south": 1}})
    assert refusal(document, "deferred_acceptance")[0] == "rule_not_supported"
    document["pins"] = [["ann", "B"], ["bob", "B"]]
    assert refusal(document, "deferred_acceptance")[0] == "pins_break_rule"
    document["rules"]["host_capacity"] = {"south": 1}
    assert refusal(document, "deferred_acceptance")[0] == "pins_over_capacity"
    document["pins"].append(["ann", "A"])
    assert refusal(document)[0] == "applicant_pinned_twice"
    document["pins"].insert(0, ["zoe", "A"])
    assert refusal(document)[0] == "unknown_applicant"
    document["forbidden"] = [["ann", "Z"]]
    assert refusal(document)[0] == "unknown_offer"
    document["applicants"][1]["choices"] = ["A", "A", "Q"]
    assert refusal(document)[0] == "duplicate_choice"
    document["applicants"][0]["choices"] = ["A", "B", "Q"]
    assert refusal(document) == ("too_many_choices", ("ann",))
    document["applicants"][0]["lottery"] = 3
    assert refusal(document)[0] == "duplicate_lottery"
    document["offers"][1]["capacity"] = -5
    assert refusal(document)[0] == "negative_capacity"
    document["offers"].append({"id": "A", "capacity": 0})
    assert refusal(document)[0] == "duplicate_id"
    document["applicants"][2]["class"] = 2
    assert refusal(document) == ("bad_input", ("eve",))


@pytest.mark.parametrize("name", ["", "MAX_BY_CLASS", "nash", "max_by_class "])
def test_unknown_policy_is_bad_input(name: str) -> None:
    assert refusal(SOUND, name)[0] == "bad_input"


@pytest.mark.parametrize(
    "rules",
    [
        {"max_per_institution_per_offer": 1},
        {"max_per_institution_per_offer": 0},
        {"send_capacity": {"mars": 1}},
        {"host_capacity": {"north": 5}},
    ],
)
def test_deferred_acceptance_refuses_counting_rules(rules: dict[str, Any]) -> None:
    document = changed(rules=rules)
    assert refusal(document, "deferred_acceptance")[0] == "rule_not_supported"
    assert solve(Problem.from_json(document))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   ",
        b"{",
        b"\xff\xfe",
        b'{"classes": NaN}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"classes": ' + b"9" * 5_000 + b"}",
        b"{} trailing",
    ],
)
def test_text_that_is_not_json_is_bad_input(raw: bytes) -> None:
    with pytest.raises(Refused) as caught:
        parse_json(raw)
    assert caught.value.code == "bad_input"


def test_a_byte_order_mark_is_tolerated() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_unknown_keys_and_nulls_are_ignored() -> None:
    document = changed(
        pins=None, forbidden=None, rules=None, priority_scope=None, comment="hello", policy=7
    )
    document["offers"][0].update(order=None, sector=None, institution=None, colour=3)
    document["applicants"][0].update(priority_at=None, sector=None, institution=None)
    assert Problem.from_json(document)


def test_documents_survive_the_round_trip() -> None:
    document = changed(
        pins=[["ann", "A"]],
        forbidden=[["bob", "A"]],
        priority_scope="own_host",
        rules={
            "intersectoral": True,
            "not_own_institution": True,
            "max_per_institution_per_offer": 1,
            "send_capacity": {"south": 1},
            "host_capacity": {"south": 0},
        },
    )
    document["offers"][1]["order"] = ["bob", "ghost"]
    document["applicants"][0]["priority_at"] = ["B"]
    once = Problem.from_json(document).to_json()
    assert Problem.from_json(once).to_json() == once
    assert once["rules"] == document["rules"]


def test_numbers_of_any_size() -> None:
    huge = 10**40
    document = with_offer(capacity=huge)
    document["applicants"][0]["lottery"] = -huge
    document["applicants"][1]["lottery"] = huge
    document["rules"] = {
        "max_per_institution_per_offer": huge,
        "send_capacity": {"south": huge},
        "host_capacity": {"north": huge},
    }
    result = solve(Problem.from_json(document))
    assert dict(result.assignment) == {"ann": "A", "bob": "A", "eve": None}


@pytest.mark.parametrize(
    ("document", "vector"),
    [
        (changed(applicants=[]), [0, 0, 0, 0]),
        (changed(offers=[], applicants=[]), [0, 0, 0, 0]),
        (changed(max_choices=0, applicants=[]), [0, 0]),
        (changed(classes=1, max_choices=1, applicants=[]), [0]),
    ],
)
def test_empty_problems_are_solved(document: Any, vector: list[int]) -> None:
    assert list(solve(Problem.from_json(document)).levels) == vector


def test_no_choices_at_all_still_allow_pins() -> None:
    document = changed(max_choices=0, pins=[["ann", "A"]])
    for person in document["applicants"]:
        person["choices"] = []
    result = solve(Problem.from_json(document))
    assert result.levels == (1, 0)
    assert result.assignment["ann"] == "A"
