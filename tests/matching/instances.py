"""Small random problem documents with everything the format knows."""

from random import Random
from typing import Any

from croisee.matching import Problem, Refused

INSTITUTIONS = ["north", "south", "east"]
SECTORS = ["health", "youth", "housing"]


def random_document(rng: Random, people: int = 5, *, rules: bool = True) -> dict[str, Any]:
    """A sound document with at most `people` applicants; `rules` adds limits now and then."""
    while True:
        document = draft(rng, people, rules=rules)
        try:
            Problem.from_json(document)
        except Refused:
            continue  # too many pins on one offer: draw again
        return document


def draft(rng: Random, people: int, *, rules: bool) -> dict[str, Any]:
    most = rng.choice([1, 2, 3, 3, 4])
    classes = rng.choice([1, 2, 2, 3])
    offers = [random_offer(rng, f"o{j}") for j in range(rng.randint(1, 4))]
    names = [offer["id"] for offer in offers]
    numbers = rng.sample(range(-3, 40), people)
    count = rng.randint(1, people)
    applicants = [
        random_applicant(rng, f"a{i}", names, most, classes, numbers[i]) for i in range(count)
    ]
    document = {
        "classes": classes,
        "max_choices": most,
        "offers": offers,
        "applicants": applicants,
    }
    if rng.random() < 0.4:
        document["pins"] = random_pairs(rng, applicants, names, 2)
    if rng.random() < 0.3:
        document["forbidden"] = random_pairs(rng, applicants, names, 3)
    document["rules"] = random_rules(rng, limits=rules)
    return document


def with_priorities(rng: Random, document: dict[str, Any]) -> dict[str, Any]:
    """Add what only deferred acceptance looks at."""
    people = [person["id"] for person in document["applicants"]]
    names = [offer["id"] for offer in document["offers"]]
    for offer in document["offers"]:
        if rng.random() < 0.4:
            offer["order"] = rng.sample(people, rng.randint(0, len(people)))
    if rng.random() < 0.5:
        document["priority_scope"] = "own_host"
        for person in document["applicants"]:
            if rng.random() < 0.6:
                person["priority_at"] = rng.sample(names, rng.randint(0, len(names)))
    return document


def random_offer(rng: Random, name: str) -> dict[str, Any]:
    offer = {"id": name, "capacity": rng.choice([0, 1, 1, 1, 2, 2, 3])}
    return described(rng, offer)


def random_applicant(
    rng: Random, name: str, offers: list[str], most: int, classes: int, number: int
) -> dict[str, Any]:
    choices = rng.sample(offers, rng.randint(0, min(most, len(offers))))
    person = {
        "id": name,
        "class": rng.randrange(classes),
        "lottery": number,
        "choices": choices,
    }
    return described(rng, person)


def described(rng: Random, thing: dict[str, Any]) -> dict[str, Any]:
    if rng.random() < 0.75:
        thing["institution"] = rng.choice(INSTITUTIONS)
    if rng.random() < 0.5:
        thing["sector"] = rng.choice([rng.choice(SECTORS), rng.sample(SECTORS, 2)])
    return thing


def random_pairs(
    rng: Random, applicants: list[dict[str, Any]], offers: list[str], most: int
) -> list[list[str]]:
    chosen = rng.sample(applicants, rng.randint(0, min(most, len(applicants))))
    return [[person["id"], rng.choice(offers)] for person in chosen]


def random_rules(rng: Random, *, limits: bool) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    if rng.random() < 0.2:
        rules["intersectoral"] = True
    if rng.random() < 0.2:
        rules["not_own_institution"] = True
    if limits and rng.random() < 0.35:
        rules["max_per_institution_per_offer"] = rng.choice([0, 1, 1, 2])
    if limits and rng.random() < 0.35:
        rules["send_capacity"] = {i: rng.randint(0, 2) for i in rng.sample(INSTITUTIONS, 2)}
    if limits and rng.random() < 0.35:
        rules["host_capacity"] = {i: rng.randint(0, 3) for i in rng.sample(INSTITUTIONS, 2)}
    return rules
