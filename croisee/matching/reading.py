"""From a JSON document to a `Problem`: types, and nothing but types.

JSON says more than we want to hear: `true` is not 1, 2.0 is not 2, a key may be missing. Whatever
is not exactly as documented is refused as `bad_input`; unknown keys are ignored, and null means
absent wherever a key may be absent.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from croisee.matching.problem import Applicant, Offer, Pair, Problem, Rules
from croisee.matching.refusal import BAD_INPUT, Refused

OWN_HOST = "own_host"


def parse_json(raw: bytes) -> Any:
    """Bytes of a JSON text in UTF-8 (a byte order mark is tolerated) to Python values."""
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=not_json)
    except (ValueError, RecursionError):
        # ValueError covers bad UTF-8, bad JSON and integers too long for Python to convert.
        raise Refused(BAD_INPUT) from None


def not_json(constant: str) -> NoReturn:
    """NaN and Infinity are Python's own additions to JSON."""
    raise ValueError(constant)


def read_problem(document: Any) -> Problem:
    """The problem a document describes."""
    top = mapping(document, "")
    scope = top.get("priority_scope")
    if scope not in (None, OWN_HOST) or isinstance(scope, list | dict):
        raise Refused(BAD_INPUT, "priority_scope")
    return Problem(
        classes=integer(top.get("classes"), "classes"),
        max_choices=integer(top.get("max_choices"), "max_choices"),
        offers=[read_offer(item) for item in sequence(top.get("offers"), "offers")],
        applicants=[read_applicant(item) for item in sequence(top.get("applicants"), "applicants")],
        pins=pairs(top.get("pins"), "pins"),
        forbidden=pairs(top.get("forbidden"), "forbidden"),
        rules=read_rules(top.get("rules")),
        priority_scope=scope,
    )


def read_offer(item: Any) -> Offer:
    """One entry of `offers`."""
    known = mapping(item, "offers")
    offer = text(known.get("id"), "offers")
    return Offer(
        id=offer,
        capacity=integer(known.get("capacity"), offer),
        institution=optional_text(known.get("institution"), offer),
        sector=sectors(known.get("sector"), offer),
        order=optional_texts(known.get("order"), offer),
    )


def read_applicant(item: Any) -> Applicant:
    """One entry of `applicants`."""
    known = mapping(item, "applicants")
    applicant = text(known.get("id"), "applicants")
    return Applicant(
        id=applicant,
        choices=texts(known.get("choices"), applicant),
        priority_class=integer(known.get("class"), applicant),
        lottery=integer(known.get("lottery"), applicant),
        institution=optional_text(known.get("institution"), applicant),
        sector=sectors(known.get("sector"), applicant),
        priority_at=optional_texts(known.get("priority_at"), applicant),
    )


def read_rules(item: Any) -> Rules:
    """The entry `rules`; absent means none."""
    if item is None:
        return Rules()
    known = mapping(item, "rules")
    most = known.get("max_per_institution_per_offer")
    return Rules(
        intersectoral=boolean(known.get("intersectoral"), "intersectoral"),
        not_own_institution=boolean(known.get("not_own_institution"), "not_own_institution"),
        max_per_institution_per_offer=(
            None if most is None else integer(most, "max_per_institution_per_offer")
        ),
        send_capacity=totals(known.get("send_capacity"), "send_capacity"),
        host_capacity=totals(known.get("host_capacity"), "host_capacity"),
    )


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Refused(BAD_INPUT, *filter(None, [where]))
    return value


def sequence(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise Refused(BAD_INPUT, where)
    return value


def text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise Refused(BAD_INPUT, where)
    return value


def integer(value: Any, where: str) -> int:
    """An integer of any size; Python counts `True` as one, JSON does not."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(BAD_INPUT, where)
    return value


def boolean(value: Any, where: str) -> bool:
    """True or false; absent is false."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Refused(BAD_INPUT, where)
    return value


def texts(value: Any, where: str) -> tuple[str, ...]:
    return tuple(text(item, where) for item in sequence(value, where))


def optional_text(value: Any, where: str) -> str | None:
    """A text, or None when absent or blank: a blank institution is nobody's institution."""
    return None if value is None else text(value, where) or None


def optional_texts(value: Any, where: str) -> tuple[str, ...] | None:
    return None if value is None else texts(value, where)


def sectors(value: Any, where: str) -> tuple[str, ...] | None:
    """One sector or a list of them."""
    return (value,) if isinstance(value, str) else optional_texts(value, where)


def totals(value: Any, where: str) -> dict[str, int]:
    """Institution → number; absent means none."""
    if value is None:
        return {}
    return {key: integer(number, key) for key, number in mapping(value, where).items()}


def pairs(value: Any, where: str) -> tuple[Pair, ...]:
    """A list of [applicant, offer]; absent means none."""
    if value is None:
        return ()
    return tuple(pair(item, where) for item in sequence(value, where))


def pair(item: Any, where: str) -> Pair:
    ends = texts(item, where)
    if len(ends) != 2:
        raise Refused(BAD_INPUT, where)
    return ends[0], ends[1]
