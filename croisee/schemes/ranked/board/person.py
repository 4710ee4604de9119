"""One person on the board: each choice with its true reason, what would help, free offers nearby."""

from __future__ import annotations

from dataclasses import dataclass, field

from croisee.matching import ChoiceExplanation
from croisee.offers.models import Offer, OfferContact
from croisee.schemes.ranked.board import words
from croisee.schemes.ranked.board.draft import Decided, Draft
from croisee.schemes.ranked.board.nearby import FreeOffer, free_offers
from croisee.schemes.ranked.board.people import described
from croisee.schemes.ranked.insights import MOST_MORE
from croisee.schemes.ranked.models import Application

MOST_MOVES = 5


@dataclass(frozen=True)
class ChoiceRow:
    """One choice. `offer` is None where the choice names nothing that is offered any more."""

    rank: int | None
    number: str
    offer: Offer | None
    host: str
    requests: int
    places: int
    why: str
    moves: list[str]
    granted: bool
    decision: Decided | None

    @property
    def acts(self) -> bool:
        """Whether something can be decided here: without a place nothing can be given or refused."""
        return bool(self.places or self.decision)


@dataclass(frozen=True)
class Help:
    """How many more places at a choice would reach this person, and who comes before."""

    number: str
    host: str
    more: int
    others: list[str]
    contacts: list[OfferContact]


@dataclass(frozen=True)
class PersonPanel:
    application: Application
    described: str
    employer: str
    priority: bool
    lottery: int  # from 1
    people: int
    place: str | None
    host: str
    rank: int | None
    decided: list[Decided]
    lifted: list[str]
    choices: list[ChoiceRow]
    closed: str
    help: Help | None
    free: list[FreeOffer] = field(default_factory=list)

    @property
    def pin(self) -> Decided | None:
        return next((one for one in self.decided if one.pins), None)


def person_panel(draft: Draft, application: Application) -> PersonPanel | None:
    """None when the draft does not know this person."""
    pseudonym = draft.pseudonyms.get(application.pk)
    if pseudonym is None:
        return None
    row, number = draft.applicants[pseudonym], draft.assignment[pseudonym]
    explained = draft.result.explain_applicant(pseudonym)
    decided = [Decided(one, draft.pending(one)) for one in draft.decisions_about(pseudonym)]
    settled = any(one.pins and one.pending for one in decided)
    without = number is None
    return PersonPanel(
        application=application,
        described=described(application),
        employer=application.employer,
        priority=row["class"] == Application.PriorityClass.HOST_STAFF,
        lottery=row["lottery"] + 1,
        people=len(draft.applicants),
        place=number,
        host=draft.host(number) if number else "",
        rank=draft.rank(pseudonym),
        decided=decided,
        lifted=[words.lifted(kind, draft.host(offer)) for kind, offer in draft.lifted(pseudonym)],
        choices=[_choice(draft, pseudonym, choice, decided) for choice in explained.choices],
        closed=words.closed(explained.closed_set) if explained.closed_set else "",
        help=_help(draft, pseudonym) if without and not settled else None,
        free=free_offers(draft, application, row["choices"]) if without else [],
    )


def _choice(
    draft: Draft, pseudonym: str, choice: ChoiceExplanation, decided: list[Decided]
) -> ChoiceRow:
    moves = choice.consequence.moves[1:] if choice.consequence and choice.holders.after else ()
    return ChoiceRow(
        rank=choice.rank,
        number=choice.offer,
        offer=draft.offers.get(choice.offer),
        host=draft.host(choice.offer),
        requests=choice.requests,
        places=choice.capacity,
        why=words.why(choice),
        moves=[words.moved(words.as_row(move), draft.name) for move in moves[:MOST_MOVES]],
        granted=choice.offer == draft.assignment[pseudonym],
        decision=next((d for d in decided if d.decision.offer.number == choice.offer), None),
    )


def _help(draft: Draft, pseudonym: str) -> Help | None:
    """The choice where the fewest more places reach this person, up to three."""
    listed = [n for n in draft.applicants[pseudonym]["choices"] if n in draft.capacity]
    for more in range(1, MOST_MORE + 1):
        for number in listed:
            found = draft.result.more_places(number, more)
            if any(move.applicant == pseudonym for move in found.newly_placed):
                others = [who.applicant for who in found.newly_placed if who.applicant != pseudonym]
                return Help(
                    number=number,
                    host=draft.host(number),
                    more=more,
                    others=[draft.people[other] for other in others],
                    contacts=draft.contacts([number])[number],
                )
    return None
