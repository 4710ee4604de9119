"""The matching board: what a draft gives, to whom, why, and what would help."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.directory.queries import provinces
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.schemes.ranked import queries, rules
from croisee.schemes.ranked.actions.publication import problem_file_name
from croisee.schemes.ranked.board import (
    calls,
    comparison,
    moves,
    offer,
    offers,
    people,
    person,
    sending,
    shortage,
)
from croisee.schemes.ranked.board.draft import Decided, Draft
from croisee.schemes.ranked.board.drafts import draft_rows
from croisee.schemes.ranked.board.policies import others, policy_rows
from croisee.schemes.ranked.forms.office import RoundForm
from croisee.schemes.ranked.models import Application, Round
from croisee.schemes.ranked.views.office.loading import person_of, run_before, run_of

PEOPLE_SHOWN, OFFERS_SHOWN, CALLS_SHOWN = 10, 12, 15


@require_safe
@office_page
def board(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The round in preparation, else the last one; without any, the first is to be opened."""
    found = queries.last_round(edition)
    if found is None:
        context = {"edition": edition, "form": RoundForm(at=now().date())}
        return render(request, "ranked/office/first_round.html", context)
    return _round(request, edition, found)


@require_safe
@office_page
def round_page(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    return _round(request, edition, get_object_or_404(edition.rounds, number=number))


def _round(request: HttpRequest, edition: Edition, round_: Round) -> HttpResponse:
    round_.edition = edition
    run = run_of(round_, request.GET.get("brouillon", ""))
    at = now()
    rounds = list(edition.rounds.all())
    context: dict[str, Any] = {
        "edition": edition,
        "round": round_,
        "rounds": rounds,
        "policies": rules.policies_for(person_of(request), edition, at),
        "later": rounds[-1].number > round_.number,
        "is_open": round_.state == Round.State.OPEN,
        "return_to": request.GET.urlencode(),
    }
    if run is None:
        return render(request, "ranked/office/no_draft.html", context | _waiting(edition))
    draft = Draft(run)
    context |= _summary(draft, context["is_open"]) | _lists(request, draft) | _panel(request, draft)
    context["policy_rows"] = policy_rows(draft, context["policies"])
    context["other_policies"] = others(draft, context["policy_rows"])
    if not context["is_open"]:
        context["sending"] = sending.progress(round_)
    return render(request, "ranked/office/board.html", context)


def _waiting(edition: Edition) -> dict[str, Any]:
    """What a first draft would take."""
    return {"waiting": queries.waiting(edition).count(), "free": queries.free_places(edition)}


def _summary(draft: Draft, is_open: bool) -> dict[str, Any]:
    priority = sum(row["class"] == 0 for row in draft.applicants.values())
    return {
        "draft": draft,
        "decided": [Decided(one, draft.pending(one)) for one in draft.decisions],
        "run": draft.run,
        "runs": draft_rows(draft.round),
        "outdated": is_open and queries.is_outdated(draft.run),
        "commitment": sha256(draft.run.seed.encode()).hexdigest(),
        "problem_name": problem_file_name(draft.run),
        "seen": queries.latest_decision(draft.round),
        "people_count": len(draft.assignment),
        "places_count": sum(draft.capacity.values()),
        "placed_count": len(draft.assignment) - len(draft.unplaced),
        "priority_count": priority,
        "max_choices": draft.run.problem["max_choices"],
    }


def _lists(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    wanted = people.PeopleFilter.read(request.GET)
    sort = request.GET.get("tri", "tension")
    rows = Paginator(people.people_rows(draft, wanted), PEOPLE_SHOWN)
    found = Paginator(offers.offer_rows(draft, sort), OFFERS_SHOWN)
    return {
        "wanted": wanted,
        "groups": people.groups(draft.edition.max_choices),
        "provinces": provinces(),
        "people_page": rows.get_page(request.GET.get("page")),
        "sort": sort if sort in offers.SORTS else "tension",
        "offers_page": found.get_page(request.GET.get("page_offres")),
    }


def _panel(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """A person, an offer, or where places lack."""
    asked, number = request.GET.get("personne", ""), request.GET.get("offre", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        who = rules.visible_in_office(draft.edition).select_related(
            "person", "profession", "province", "placement__slot__offer__service__organisation"
        )
        found = _person(request, draft, get_object_or_404(who, pk=int(asked)))
        if found:
            return found
    shown_offer = offer.offer_panel(draft, number) if number else None
    if shown_offer:
        return {"offer_panel": shown_offer}
    by_province, by_sector = shortage.by_province(draft), shortage.by_sector(draft)
    return {
        "shortages": [
            ("province", by_province, shortage.biggest(by_province)),
            ("sector", by_sector, shortage.biggest(by_sector)),
        ]
    }


def _person(request: HttpRequest, draft: Draft, application: Application) -> dict[str, Any]:
    """A person's panel; nothing when the draft does not know them."""
    shown = person.person_panel(draft, application)
    if shown is None:
        return {}
    if draft.round.state == Round.State.PUBLISHED:
        return {
            "person_panel": shown,
            "move_to": queries.open_offers(draft.edition),
            "replacing": request.GET.get("remplacer", ""),
        }
    pseudonym = draft.pseudonyms[application.pk]
    return {"person_panel": shown, "moves": moves.moves(draft, pseudonym)}


@require_safe
@office_page
def call_list(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """Hosts to phone first, with the chain that one more place sets off (IM-12)."""
    round_ = get_object_or_404(edition.rounds, number=number)
    round_.edition = edition
    run = run_of(round_, request.GET.get("brouillon", ""))
    context: dict[str, Any] = {"edition": edition, "round": round_, "run": run}
    if run is not None:
        draft = Draft(run)
        page = Paginator(calls.useful_offers(draft), CALLS_SHOWN).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "calls": calls.calls(draft, list(page.object_list)),
            "together": calls.together(draft),
            "unplaced": len(draft.unplaced),
        }
    return render(request, "ranked/office/calls.html", context)


@require_safe
@office_page
def compare(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """Two drafts of a round: who gains, who loses."""
    round_ = get_object_or_404(edition.rounds, number=number)
    round_.edition = edition
    after = run_of(round_, request.GET.get("a", ""))
    before = run_before(round_, after, request.GET.get("de", ""))
    context: dict[str, Any] = {
        "edition": edition,
        "round": round_,
        "runs": draft_rows(round_),
        "before": before,
        "after": after,
    }
    if before and after:
        drafts = Draft(before), Draft(after)
        context["difference"] = comparison.difference(*drafts)
        context["beside"] = comparison.beside(*drafts)
    return render(request, "ranked/office/compare.html", context)
