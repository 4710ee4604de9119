"""The definition of every policy, executed literally: try all assignments.

Written from the specification alone. It shares nothing with the solver, reads plain documents (the
JSON format), and is as slow as it looks: seven applicants at most.
"""

from collections import Counter
from itertools import product
from typing import Any

Document = dict[str, Any]


def solution(document: Document, policy: str) -> tuple[list[int], dict[str, str | None]]:
    """Vector and assignment of a problem document under a policy."""
    if policy == "deferred_acceptance":
        assignment = stable_assignment(document)
        return vector(document, "max_by_class", assignment), assignment
    best = max(
        feasible_assignments(document),
        key=lambda assignment: (
            vector(document, policy, assignment),
            [-worth for worth in ranks_in_turn(document, assignment)],
        ),
    )
    return vector(document, policy, best), best


def feasible_assignments(document: Document) -> list[dict[str, str | None]]:
    people = [person["id"] for person in document["applicants"]]
    options = [options_of(document, person) for person in document["applicants"]]
    candidates = (dict(zip(people, places, strict=True)) for places in product(*options))
    return [candidate for candidate in candidates if within_limits(document, candidate)]


def options_of(document: Document, person: Document) -> list[str | None]:
    for pinned, place in document.get("pins", []):
        if pinned == person["id"]:
            return [place]
    return [*(c for c in person["choices"] if not barred(document, person, c)), None]


def barred(document: Document, person: Document, choice: str) -> bool:
    offer = next(o for o in document["offers"] if o["id"] == choice)
    rules = document.get("rules", {})
    if [person["id"], choice] in document.get("forbidden", []):
        return True
    institution = person.get("institution")
    own = institution is not None and institution == offer.get("institution")
    if rules.get("not_own_institution") and own:
        return True
    return bool(rules.get("intersectoral") and sectors(person) & sectors(offer))


def sectors(thing: Document) -> set[str]:
    named = thing.get("sector") or []
    return {named} if isinstance(named, str) else set(named)


def within_limits(document: Document, assignment: dict[str, str | None]) -> bool:
    rules = document.get("rules", {})
    home = {person["id"]: person.get("institution") for person in document["applicants"]}
    host = {offer["id"]: offer.get("institution") for offer in document["offers"]}
    placed = [(person, place) for person, place in assignment.items() if place is not None]
    at_offer = Counter(place for _, place in placed)
    if any(at_offer[offer["id"]] > offer["capacity"] for offer in document["offers"]):
        return False
    received = Counter(host[place] for _, place in placed)
    if any(received[name] > most for name, most in rules.get("host_capacity", {}).items()):
        return False
    sent = Counter(home[person] for person, _ in placed)
    if any(sent[name] > most for name, most in rules.get("send_capacity", {}).items()):
        return False
    most = rules.get("max_per_institution_per_offer")
    together = Counter((home[person], place) for person, place in placed if home[person])
    return most is None or all(count <= most for count in together.values())


def vector(document: Document, policy: str, assignment: dict[str, str | None]) -> list[int]:
    classes, most = document["classes"], document["max_choices"]
    placed: Counter[int] = Counter()
    first: Counter[tuple[int, int]] = Counter()
    for person in document["applicants"]:
        place, k = assignment[person["id"]], person["class"]
        if place is not None:
            placed[k] += 1
        if place in person["choices"]:
            first[k, person["choices"].index(place)] += 1
    every = range(classes)
    pooled = [sum(first[k, r] for k in every) for r in range(most)]
    totals = [placed[k] for k in every]
    if policy == "max_by_class":
        return totals + [first[k, r] for k in every for r in range(most - 1)]
    if policy == "max_pooled":
        return totals + pooled[: max(most - 1, 0)]
    if policy == "generous":
        return totals + [-pooled[r] for r in range(most - 1, 0, -1)]
    if policy == "strict_class":
        return [x for k in every for x in (placed[k], *(first[k, r] for r in range(most - 1)))]
    assert policy == "rank_maximal"
    return pooled


def ranks_in_turn(document: Document, assignment: dict[str, str | None]) -> list[int]:
    """What everybody gets, in the order (class, lottery); pinned people have no say."""
    pinned = {person for person, _ in document.get("pins", [])}
    turn = sorted(document["applicants"], key=lambda person: (person["class"], person["lottery"]))
    return [
        len(person["choices"])
        if assignment[person["id"]] is None
        else person["choices"].index(assignment[person["id"]])
        for person in turn
        if person["id"] not in pinned
    ]


def stable_assignment(document: Document) -> dict[str, str | None]:
    """Of all stable assignments, the one that suits every applicant best."""
    stable = [a for a in feasible_assignments(document) if is_stable(document, a)]

    def suits(assignment: dict[str, str | None]) -> int:
        return sum(ranks_in_turn(document, assignment))

    return min(stable, key=suits)


def is_stable(document: Document, assignment: dict[str, str | None]) -> bool:
    pinned = {person for person, _ in document.get("pins", [])}
    by_id = {person["id"]: person for person in document["applicants"]}
    for person in document["applicants"]:
        if person["id"] in pinned:
            continue
        place = assignment[person["id"]]
        if place is not None and priority(document, person, place) is None:
            return False
        for choice in person["choices"]:
            if choice == place:
                break
            mine = priority(document, person, choice)
            if mine is None or barred(document, person, choice):
                continue
            holders = [name for name, held in assignment.items() if held == choice]
            capacity = next(o["capacity"] for o in document["offers"] if o["id"] == choice)
            if len(holders) < capacity:
                return False
            others = [by_id[name] for name in holders if name not in pinned]
            worths = [priority(document, other, choice) for other in others]
            if any(worth is None or worth > mine for worth in worths):
                return False
    return True


def priority(document: Document, person: Document, choice: str) -> tuple[int, int] | None:
    """What a person is worth to an offer: smaller is better, None is unacceptable."""
    offer = next(o for o in document["offers"] if o["id"] == choice)
    if offer.get("order") is not None:
        order = offer["order"]
        return (0, order.index(person["id"])) if person["id"] in order else None
    k = person["class"]
    if document.get("priority_scope") == "own_host" and person.get("priority_at") is not None:
        k = 0 if choice in person["priority_at"] else 1
    return k, person["lottery"]
