"""Where a registration stands: its pages, what is missing, what keeps it from being sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from croisee.editions.enums import PhaseKind
from croisee.offers.enums import OfferState
from croisee.schemes.ranked.actions import answers as pages
from croisee.schemes.ranked.forms.participant import FORMS, complete
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.views.participant_shortlist import Visitor

State = Application.State
STEPS = 5


@dataclass(frozen=True)
class Task:
    page: str
    label: str
    url: str
    done: bool


def tasks_of(who: Visitor) -> list[Task]:
    """The four pages before the last, in order."""
    known = who.application if who.application and who.application.state != "withdrawn" else None
    form_pages = {
        page: Task(
            page,
            str(form.heading),
            reverse("ranked:page", args=[page]),
            known is not None and complete(page, known),
        )
        for page, form in FORMS.items()
    }
    choices = Task("choix", _("Vos choix"), reverse("ranked:mine"), bool(who.chosen))
    return [form_pages[pages.YOU], form_pages[pages.WORK], choices, form_pages[pages.WISHES]]


def unfinished_of(tasks: list[Task]) -> Task | None:
    return next((task for task in tasks if not task.done), None)


def problems_of(who: Visitor) -> list[str]:
    """What must change before sending: a choice gone, or one's own institution."""
    if who.application is None:
        return []
    own = who.own_organisations
    found = []
    for choice in who.application.choices.select_related("offer__service__organisation"):
        title = choice.offer.title
        if choice.offer.state != OfferState.PUBLISHED:
            found.append(_("« %(title)s » n’est plus proposée : retirez-la.") % {"title": title})
        elif choice.offer.service.organisation_id in own:
            found.append(
                _("« %(title)s » est proposée par votre propre institution : retirez-la.")
                % {"title": title}
            )
    return found


def frame(who: Visitor, page: str = "") -> dict[str, Any]:
    """What every page of the registration shows beside its subject."""
    phases = {phase.kind: phase for phase in who.edition.phases.all()}
    trainees, priority = phases.get(PhaseKind.TRAINEES), phases.get(PhaseKind.PRIORITY)
    tasks = tasks_of(who)
    steps = [task.page for task in tasks]
    return {
        "who": who,
        "edition": who.edition,
        "application": who.application,
        "tasks": tasks,
        "next_task": unfinished_of(tasks),
        "page": page,
        "steps": STEPS,
        "step_number": steps.index(page) + 1 if page in steps else STEPS,
        "trainees_phase": trainees,
        "priority_phase": priority,
        "priority_hope": bool(
            priority and (priority.opens_at > who.at or priority.is_open(who.at))
        ),
        "matching_phase": phases.get(PhaseKind.MATCHING),
        "coming": bool(trainees and trainees.follows_dates and trainees.opens_at > who.at),
        "by_link": bool(who.link or (who.application and who.application.priority_link_id)),
        "draft": who.application is None or who.application.state != State.SUBMITTED,
    }
