"""Sentences: right plurals, French no-break spaces, all facts in all languages, nobody's name."""

import re

import pytest
from hypothesis import given, settings

from croisee.matching import Policy, Problem, changes, compare, levels, solve
from croisee.matching.wording import LANGUAGES, description, fr, sentence
from croisee.matching.wording.de import ordinal as german
from croisee.matching.wording.en import ordinal as english
from tests.matching.claims import solved
from tests.matching.strategies import problems_and_policies

common = settings(max_examples=40, deadline=None)


def named(identity: str) -> str:
    return f"<{identity}>"


@common
@given(problems_and_policies())
def test_everything_can_be_said_everywhere(case: tuple[Problem, Policy]) -> None:
    problem, policy = case
    result = solve(problem, policy)
    people = [f"<{a.id}>" for a in problem.applicants]
    for language in LANGUAGES:
        for person in problem.applicants:
            explained = result.explain_applicant(person.id)
            for fact in (explained, *explained.choices):
                said = sentence(fact, language, named)
                assert said.endswith(".")
                assert not any(name in said for name in people), "no name of a person"
        for offer in problem.offers:
            assert named(offer.id) in sentence(result.explain_offer(offer.id), language, named)
        for level in levels(policy, problem.classes, problem.max_choices):
            assert sentence(level, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_policies_and_comparisons(language: str) -> None:
    result = solved({"A": 1, "B": 1}, "ann 0: A B", "bob 0: A")
    other = solve(result.problem, "deferred_acceptance")
    compared = compare(result, other)
    assert "2" in sentence(compared, language)
    assert "→" in sentence(compared.moves[0], language, named)
    for policy in Policy:
        assert sentence(policy, language)
        assert description(policy, language).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_any_place_nobody_is_said_to_hold_one(language: str) -> None:
    result = solved({"A": 0}, "ann 0: A")
    said = sentence(result.explain_applicant("ann").closed_set, language, named)
    assert said.endswith(".") and "0" not in said


def test_french() -> None:
    result = solved({"A": 2}, *(f"p{i} 0: A" for i in range(6)), "zoe 1: A")
    explained = result.explain_applicant("p5")
    assert sentence(explained.choices[0], "fr", lambda _: "Ferme") == (
        "Ferme\u00a0: 7 demandes pour 2 places\u00a0; "
        "elles vont à 2 personnes mieux placées au tirage au sort."
    )
    explained = result.explain_applicant("zoe")
    assert sentence(explained.choices[0], "fr", lambda _: "Ferme") == (
        "Ferme\u00a0: 7 demandes pour 2 places\u00a0; "
        "toutes vont à des personnes d’une priorité plus haute."
    )
    assert fr.people(0) == "0 personne"
    assert sentence(result.more_places("A", 2), "fr") == (
        "2 places de plus\u00a0: 2 personnes de plus placées."
    )


@common
@given(problems_and_policies())
def test_french_spaces(case: tuple[Problem, Policy]) -> None:
    """No plain space before a double sign, and always a no-break space there."""
    problem, policy = case
    result = solve(problem, policy)
    facts = [result.explain_offer(offer.id) for offer in problem.offers]
    for person in problem.applicants:
        facts.extend(result.explain_applicant(person.id).choices)
    for fact in facts:
        assert not re.search(r"[^\u00a0][;:!?]", sentence(fact, "fr"))


def test_somebody_after_you_is_said() -> None:
    result = solved({"A": 1, "B": 1}, "ann 0: A B", "bob 0: A")
    refused = result.explain_applicant("ann").choices[0]
    assert sentence(refused, "en") == (
        "A: 2 requests for 1 place; it goes to 1 person who comes after you; giving you one would "
        "have left 1 more person without a place among the people of priority 1."
    )
    assert "wonen" not in sentence(refused, "nl")
    assert "1 Person, die nach Ihnen kommt" in sentence(refused, "de")


def test_nothing_changes() -> None:
    result = solved({"A": 5}, "ann 0: A")
    assert sentence(result.more_places("A"), "nl") == "Eén plaats meer zou hier niets veranderen."
    assert sentence(result.what_if(changes.in_class("ann", 1)), "de") == (
        "1 Person mit Platz statt 1; 0 Personen gewinnen, 0 Personen verlieren."
    )


@pytest.mark.parametrize(
    ("rank", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd")]
)
def test_english_ordinals(rank: int, text: str) -> None:
    assert english(rank) == text
    assert german(rank) == f"{rank}."


def test_other_languages_and_facts_are_errors() -> None:
    with pytest.raises(KeyError):
        sentence(Policy.GENEROUS, "it")
    with pytest.raises(TypeError):
        sentence(3, "fr")
