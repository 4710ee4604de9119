"""Explanations are true: what they say would happen is solved for again, from the documents."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings

from croisee.matching import (
    ChoiceExplanation,
    Policy,
    Problem,
    Reason,
    Refused,
    Result,
    changes,
    compare,
    solve,
)
from tests.matching.claims import solved
from tests.matching.strategies import problems_and_policies

common = settings(max_examples=150, deadline=None)
LIMITS = {"max_per_institution_per_offer", "host_capacity", "send_capacity"}
FULL = {
    Reason.FULL_HIGHER_CLASS,
    Reason.FULL_LOTTERY,
    Reason.FULL_TO_PLACE_MORE,
    Reason.FULL_FOR_RANKS,
}


@common
@given(problems_and_policies())
def test_every_choice_has_one_true_reason(case: tuple[Problem, Policy]) -> None:
    problem, policy = case
    result = solve(problem, policy)
    for person in problem.applicants:
        explained = result.explain_applicant(person.id)
        listed = [choice for choice in explained.choices if choice.rank is not None]
        assert [choice.offer for choice in listed] == list(person.choices)
        for choice in explained.choices:
            check_reason(result, person.id, choice)


def check_reason(result: Result, person: str, choice: ChoiceExplanation) -> None:
    """The reason given agrees with the result, the counts with the holders."""
    place = result.assignment[person]
    holders = [who for who, where in result.assignment.items() if where == choice.offer]
    assert choice.holders.total == len([who for who in holders if who != person])
    if choice.reason is Reason.GRANTED:
        assert place == choice.offer
    elif choice.reason is Reason.BETTER_GRANTED:
        assert (result.rank(person) or 99) < (choice.rank or 0)
    elif choice.reason is Reason.FORBIDDEN:
        assert (person, choice.offer) in result.problem.forbidden
    elif choice.reason in FULL:
        assert place != choice.offer
        assert len(holders) == choice.capacity
        check_full(result, person, choice)
    elif choice.reason is Reason.RULE and choice.rule in LIMITS:
        check_rule_binds(result, person, choice)


def check_full(result: Result, person: str, choice: ChoiceExplanation) -> None:
    """Nobody who comes after holds a place, or giving it away costs what is said."""
    if choice.holders.after == 0:
        assert choice.reason in (Reason.FULL_HIGHER_CLASS, Reason.FULL_LOTTERY)
    if choice.reason is Reason.FULL_HIGHER_CLASS:
        assert choice.holders.better_number == 0
    would = choice.consequence
    if would is None:
        assert result.policy is Policy.DEFERRED_ACCEPTANCE or choice.holders.after == 0
        return
    forced = result.what_if(changes.with_pin(person, choice.offer))
    assert Counter(forced.moves) == Counter(would.moves)
    if would.level is None:
        assert forced.after.levels == result.levels
    else:
        differing = next(
            (old, new)
            for old, new in zip(result.levels, forced.after.levels, strict=True)
            if old != new
        )
        assert differing[0] - differing[1] == would.loss > 0
    if choice.reason is Reason.FULL_TO_PLACE_MORE:
        assert would.level and would.level.counts_places
    if choice.reason is Reason.FULL_FOR_RANKS:
        assert would.level and not would.level.counts_places
    if choice.reason is Reason.FULL_LOTTERY and choice.holders.after:
        assert_somebody_ahead_loses(result, person, choice)


def assert_somebody_ahead_loses(result: Result, person: str, choice: ChoiceExplanation) -> None:
    turn = {a.id: (a.priority_class, a.lottery or 0) for a in result.problem.applicants}
    assert choice.consequence
    losing = [move.applicant for move in choice.consequence.moves if move.worse]
    assert min(turn[who] for who in losing) < turn[person]


def check_rule_binds(result: Result, person: str, choice: ChoiceExplanation) -> None:
    """The number that the rule limits is reached."""
    home = {a.id: a.institution for a in result.problem.applicants}
    host = {o.id: o.institution for o in result.problem.offers}
    placed = [(who, where) for who, where in result.assignment.items() if where]
    rules = result.problem.rules
    match choice.rule:
        case "max_per_institution_per_offer":
            together = sum(home[who] == home[person] for who, at in placed if at == choice.offer)
            assert together == rules.max_per_institution_per_offer
        case "host_capacity":
            received = sum(host[where] == host[choice.offer] for _, where in placed)
            assert received == rules.host_capacity[str(host[choice.offer])]
        case _:
            assert choice.rule == "send_capacity"
            sent = sum(home[who] == home[person] for who, _ in placed)
            assert sent == rules.send_capacity[str(home[person])]


@common
@given(problems_and_policies())
def test_closed_sets_are_closed(case: tuple[Problem, Policy]) -> None:
    problem, policy = case
    result = solve(problem, policy)
    by_id = {a.id: a for a in problem.applicants}
    capacity = {o.id: o.capacity for o in problem.offers}
    pinned = dict(problem.pins)
    for name, place in result.assignment.items():
        closed = result.explain_applicant(name).closed_set
        if place is not None:
            assert closed is None
        if closed is None:
            continue
        assert closed.places == sum(capacity[offer] for offer in closed.offers)
        holders = [who for who, where in result.assignment.items() if where in closed.offers]
        assert len(holders) == closed.places
        for who in [*holders, name]:
            if who in pinned:
                continue
            reachable = {
                choice
                for choice in by_id[who].choices
                if result.explainer.admissible(by_id[who], choice)
            }
            assert reachable <= set(closed.offers)


@common
@given(problems_and_policies())
def test_more_places_are_solved_for(case: tuple[Problem, Policy]) -> None:
    """IM-12: what one and two more places would do, at every offer."""
    problem, policy = case
    result = solve(problem, policy)
    for offer in problem.offers:
        for more in (1, 2):
            claimed = result.more_places(offer.id, more)
            truth = result.what_if(changes.more_places_at(offer.id, more))
            assert claimed.levels == truth.after.levels
            assert set(claimed.moves) == set(truth.moves)
            before, after = truth.placed
            assert claimed.placed_more == after - before
            if policy not in (Policy.RANK_MAXIMAL, Policy.STRICT_CLASS):
                assert 0 <= claimed.placed_more <= more


@common
@given(problems_and_policies())
def test_offers_are_counted(case: tuple[Problem, Policy]) -> None:
    problem, policy = case
    result = solve(problem, policy)
    for offer in problem.offers:
        fact = result.explain_offer(offer.id)
        asking = [a for a in problem.applicants if offer.id in a.choices]
        assert fact.requests == len(asking)
        held = sum(place == offer.id for place in result.assignment.values())
        assert fact.pinned + sum(fact.granted) == held == fact.capacity - fact.free
        assert fact.without_place == sum(result.assignment[a.id] is None for a in asking)


def test_two_more_places_place_two() -> None:
    result = solved({"A": 1}, "ann 0: A", "bob 0: A", "eve 0: A", "joe 0: A")
    placed_more = [result.more_places("A", more).placed_more for more in (1, 2, 3, 4)]
    assert placed_more == [1, 2, 3, 3]


def test_a_chain_moves_up() -> None:
    """One more place at A serves bob, whose place at B serves eve."""
    result = solved({"A": 1, "B": 1}, "ann 0: A", "bob 0: A B", "eve 1: B")
    more = result.more_places("A")
    assert [(move.applicant, move.before, move.after) for move in more.moves] == [
        ("bob", "B", "A"),
        ("eve", None, "B"),
    ]
    assert (more.placed_more, len(more.better_off), len(more.worse_off)) == (1, 1, 0)


def test_somebody_who_comes_after_may_hold_the_place() -> None:
    """c > 0 is shown: ann could also go to B, so that bob, who comes later, has A."""
    result = solved({"A": 1, "B": 1}, "ann 0: A B", "bob 0: A")
    refused = result.explain_applicant("ann").choices[0]
    assert refused.reason is Reason.FULL_TO_PLACE_MORE
    assert refused.holders.after == 1
    assert refused.consequence
    assert refused.consequence.left_out == 1


def test_pins_are_explained() -> None:
    result = solved(
        {"A": 1, "B": 1, "C": 0}, "ann 0: A C", "bob 0: B A", "eve 1: C", pins=[("bob", "A")]
    )
    (first, second) = result.explain_applicant("bob").choices
    assert (first.reason, first.rule) == (Reason.PINNED, "another_place")
    assert (second.reason, second.rule) == (Reason.PINNED, "this_place")
    refused, closed = result.explain_applicant("ann").choices
    assert (refused.reason, refused.rule) == (Reason.PINNED, "all_places")
    assert (closed.reason, closed.rule) == (Reason.RULE, "no_places")


def test_a_pin_off_the_list_is_explained() -> None:
    result = solved({"A": 1, "B": 1}, "ann 0: A", pins=[("ann", "B")])
    pinned, listed = result.explain_applicant("ann").choices
    assert (pinned.offer, pinned.rank, pinned.rule) == ("B", None, "this_place")
    assert (listed.reason, listed.rule) == (Reason.PINNED, "another_place")
    assert result.levels == (1, 0, 0, 0, 0, 0)


def test_what_if() -> None:
    result = solved({"A": 1, "B": 1}, "ann 0: A", "bob 1: A", "eve 1: B", pins=[("eve", "B")])
    assert result.what_if(changes.in_class("ann", 1)).moves == ()
    bob_first = result.what_if(changes.in_class("bob", 0), changes.in_class("ann", 1))
    assert [move.applicant for move in bob_first.gaining] == ["bob"]
    assert [move.applicant for move in bob_first.losing] == ["ann"]
    why = bob_first.why_lost("ann")
    assert why
    assert why.reason is Reason.FULL_HIGHER_CLASS
    gained = bob_first.why_gained("bob")
    assert gained
    assert gained.reason is Reason.FULL_HIGHER_CLASS
    assert result.what_if(changes.without_pin("eve")).moves == ()
    assert result.what_if(changes.forbidding("ann", "A")).after.assignment["bob"] == "A"
    assert result.what_if(changes.with_choices("bob", "B", "A")).moves == ()
    try:
        result.what_if(changes.with_pin("ann", "B"))
    except Refused as refused:
        assert refused.code == "pins_over_capacity"


def test_comparison_of_two_policies() -> None:
    result = solved({"A": 1, "B": 1}, "ann 0: A B", "bob 0: A")
    other = solve(replace(result.problem), "deferred_acceptance")
    compared = compare(result, other)
    assert compared.placed == (2, 1)
    assert [move.applicant for move in compared.gaining] == ["ann"]
    assert [move.applicant for move in compared.losing] == ["bob"]
