"""The result of one trainee, with its true reasons: what the last published round said of them."""

from __future__ import annotations

from dataclasses import dataclass

from croisee.matching.wording import sentence
from croisee.schemes.ranked.models import Application, Round, RoundEntry, Run
from croisee.schemes.ranked.queries import published_run
from croisee.schemes.ranked.reasons import RunReasons


@dataclass(frozen=True)
class OwnResult:
    """`rank` of the choice obtained, None without a place; `better` explains the choices before."""

    round: Round
    rank: int | None
    reason: str
    better: list[tuple[int, str, str]]  # rank, title, sentence
    freed: bool = False  # the place obtained was given back since


def last_entry(application: Application) -> RoundEntry | None:
    """The application's pseudonym in the last published round that took it."""
    entries = application.entries.filter(round__state=Round.State.PUBLISHED)
    return entries.select_related("round__edition").order_by("-round__number").first()


def result_of(application: Application, language: str) -> OwnResult | None:
    entry = last_entry(application)
    run = published_run(entry.round) if entry else None
    if entry is None or run is None or entry.pseudonym not in run.assignment:
        return None
    given = run.assignment[entry.pseudonym]
    if given is None:
        reason = RunReasons(run).sentence(entry.pseudonym, language)
        return OwnResult(entry.round, None, reason, [])
    if application.placement_id is None:
        return OwnResult(entry.round, None, "", [], freed=True)
    ranks = _titles(application)
    rank = next((rank for rank, (number, _title) in ranks.items() if number == given), None)
    return OwnResult(entry.round, rank, "", _better(run, entry.pseudonym, ranks, rank, language))


def _titles(application: Application) -> dict[int, tuple[str, str]]:
    choices = application.choices.select_related("offer")
    return {choice.rank: (choice.offer.number, choice.offer.title) for choice in choices}


def _better(
    run: Run,
    pseudonym: str,
    ranks: dict[int, tuple[str, str]],
    rank: int | None,
    language: str,
) -> list[tuple[int, str, str]]:
    """Why not the choices ranked before the one obtained."""
    wanted = {
        number: (r, title) for r, (number, title) in ranks.items() if rank is None or r < rank
    }
    if not wanted:
        return []
    explained = RunReasons(run).result.explain_applicant(pseudonym)

    def name(number: str) -> str:
        return f"« {wanted[number][1]} »" if number in wanted else number

    return [
        (*wanted[choice.offer], sentence(choice, language, name))
        for choice in explained.choices
        if choice.offer in wanted
    ]
