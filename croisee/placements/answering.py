"""The addresses of mails that ask one thing about a placement: a button, no sign-in (rule 7).

Each is derived from what it allows: one answer, of one person, about one placement. It stops to work
with them: a cancelled placement, a closed edition, somebody who is no longer part of it.
"""

from __future__ import annotations

from enum import StrEnum

from django.urls import reverse
from django.utils.crypto import constant_time_compare

from croisee.core import tokens
from croisee.editions.emails import absolute
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.placements import rules
from croisee.placements.models import Placement
from croisee.placements.queries import with_both_sides


class Question(StrEnum):
    """The value is part of the address."""

    CONTACT = "contact"
    OUTCOME = "suite"


def answer_url(question: Question, placement_id: int, person_id: int) -> str:
    """The whole address of the page with the button."""
    token = _token(question, placement_id, person_id)
    return absolute(reverse("placements:answer", args=[question, placement_id, person_id, token]))


def asked(
    question: Question, placement_id: int, person_id: int, token: str
) -> tuple[Placement, Person] | None:
    """What the address is about and who answers; None when it was cut, made up, or is over.

    The address of a record merged since answers for the person kept.
    """
    if not constant_time_compare(token, _token(question, placement_id, person_id)):
        return None
    found = Person.objects.select_related("merged_into").filter(pk=person_id).first()
    person = found.current if found else None
    if person is None or not person.is_active:
        return None
    mine = rules.visible_to(person).exclude(state=Placement.State.CANCELLED)
    running = mine.filter(pk=placement_id, edition__state=Edition.State.RUNNING)
    placement = with_both_sides(running).first()
    return (placement, person) if placement else None


def _token(question: Question, placement_id: int, person_id: int) -> str:
    return tokens.derived_token("answer", f"{question}:{placement_id}:{person_id}")
