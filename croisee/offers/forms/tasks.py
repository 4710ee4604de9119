"""The task list of an offer: which page is done, to do, to correct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from croisee.offers.actions.answers import read
from croisee.offers.actions.contacts import editable_persons
from croisee.offers.actions.drafting import REMARK_OF
from croisee.offers.enums import OfferState
from croisee.offers.forms.contacts import ContactsForm
from croisee.offers.forms.host import DayForm, PlaceForm, PublicForm
from croisee.offers.forms.steps import PageForm
from croisee.offers.models import Offer
from croisee.people.models import Person

PAGES: dict[str, type[PageForm]] = {
    form.page: form for form in (PlaceForm, ContactsForm, DayForm, PublicForm)
}
# Words of the remarks that belong to a page without being one of its fields.
ALSO = {"lieu": {"service"}, "contacts": {"contacts"}, "journee": set(), "public": set()}


@dataclass(frozen=True)
class Task:
    """One page of the registration and where it stands."""

    page: str
    label: str
    state: str  # done, todo, correct
    number: int

    @property
    def word(self) -> str:
        return {"done": _("fait"), "todo": _("à faire"), "correct": _("à corriger")}[self.state]

    @property
    def shape(self) -> str:
        return {"done": "ok", "todo": "", "correct": "bad"}[self.state]


def tasks_of(offer: Offer) -> list[Task]:
    return [
        Task(page, str(form.short or form.heading), _state(offer, page, form), number)
        for number, (page, form) in enumerate(PAGES.items(), start=1)
    ]


def first_unfinished(tasks: list[Task]) -> Task | None:
    return next((task for task in tasks if task.state != "done"), None)


def _state(offer: Offer, page: str, form: type[PageForm]) -> str:
    remarked = set(offer.remarks) & (remark_names(form) | ALSO[page])
    if remarked and offer.state == OfferState.CORRECTION:
        return "correct"
    return "done" if _complete(read(offer, page), form) else "todo"


def remark_names(form: type[PageForm]) -> set[str]:
    return {REMARK_OF.get(name, name) for name in form.base_fields}


def _complete(stored: dict[str, Any], form: type[PageForm]) -> bool:
    if form is ContactsForm:
        rows = stored["contacts"]
        return bool(rows) and all(
            row["first_name"] and row["last_name"] and row["email"] for row in rows
        )
    asked = ((name, field) for name, field in form.base_fields.items() if name in stored)
    return all(stored[name] for name, field in asked if field.required)


def _settled(offer: Offer, own: Person) -> set[str]:
    editable = editable_persons(offer, own)
    return {c.person.email for c in offer.contacts.all() if c.person_id not in editable}


def page_form(
    page: str, offer: Offer, own: Person, data: Any = None, *, unfinished: bool = False
) -> PageForm:
    """The form of a page of this offer, with the coordinator's remarks beside its fields."""
    more: dict[str, Any] = (
        {"own": own, "settled": _settled(offer, own)} if page == "contacts" else {}
    )
    form = PAGES[page](data, stored=read(offer, page), edition=offer.edition, **more)
    if unfinished:
        form.unfinished()
    if offer.state == OfferState.CORRECTION:
        form.show_remarks(offer.remarks, REMARK_OF)
    return form
