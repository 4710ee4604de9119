"""Choices before and after there is an application: the session keeps them until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest

from croisee.editions.models import Edition, PriorityLink
from croisee.offers.priority import active_link
from croisee.people.models import Person
from croisee.schemes.ranked import rules
from croisee.schemes.ranked.actions.applications import order_choices
from croisee.schemes.ranked.models import Application

KEY = "shortlist"
ACTS = ("up", "down", "remove", "add", "order")


@dataclass
class Visitor:
    """Who looks at choices now: signed in or not, with an application or not."""

    request: HttpRequest
    edition: Edition
    at: datetime
    application: Application | None
    link: PriorityLink | None

    @property
    def person(self) -> Person | None:
        return self.request.user if self.request.user.is_authenticated else None

    @cached_property
    def may(self) -> bool:
        """Whether choices can change now."""
        if self.application and self.application.placement_id:
            return False
        return rules.may_register(
            self.edition, self.at, link=self.link, application=self.application
        )

    @property
    def remembered(self) -> list[int]:
        """Offers of the session; the hand of a stranger in it is ignored."""
        kept = self.request.session.get(KEY, {}).get(str(self.edition.pk), [])
        return [pk for pk in kept if isinstance(pk, int)][: self.edition.max_choices]

    @cached_property
    def chosen(self) -> list[int]:
        if self.application is None or self.application.state == Application.State.WITHDRAWN:
            return self.remembered
        return list(self.application.choices.order_by("rank").values_list("offer_id", flat=True))

    @property
    def waiting(self) -> list[int]:
        """Remembered before the sign-in, and not among the choices of the application."""
        if self.application is None or self.application.state == Application.State.WITHDRAWN:
            return []
        chosen = set(self.chosen)
        return [pk for pk in self.remembered if pk not in chosen]

    def remember(self, offers: list[int]) -> None:
        kept = self.request.session.get(KEY, {})
        self.request.session[KEY] = {**kept, str(self.edition.pk): offers}

    def store(self, shown: list[int], wanted: list[int]) -> bool:
        """False when the choices are no longer those shown."""
        if self.application is None or self.application.state == Application.State.WITHDRAWN:
            if self.remembered not in (shown, wanted):
                return False
            self.remember(wanted)
            return True
        by = self.application.person
        return order_choices(self.application, shown, wanted, by=by, at=self.at)

    @cached_property
    def own_organisations(self) -> set[int]:
        found = {self.link.participation.organisation_id} if self.link else set()
        if self.person is None:
            return found
        return found | rules.own_organisations(self.person, self.application)


def visitor(request: HttpRequest, edition: Edition, at: datetime) -> Visitor:
    application = None
    if request.user.is_authenticated:
        known = rules.own(request.user).filter(edition=edition)
        application = known.select_related(
            "person", "edition", "placement", "profession", "sector", "province"
        ).first()
    link = active_link(request)
    if link and link.participation.edition_id != edition.pk:
        link = None
    return Visitor(request, edition, at, application, link)


def rearranged(shown: list[int], act: str, offer: int) -> list[int]:
    """The order after one button. Moving past an end, or twice adding, changes nothing."""
    wanted = list(shown)
    if act == "add" and offer not in wanted:
        return [*wanted, offer]
    if offer not in wanted:
        return wanted
    at = wanted.index(offer)
    if act == "remove":
        wanted.remove(offer)
    elif act == "up" and at > 0:
        wanted[at - 1], wanted[at] = wanted[at], wanted[at - 1]
    elif act == "down" and at < len(wanted) - 1:
        wanted[at], wanted[at + 1] = wanted[at + 1], wanted[at]
    return wanted


def reordered(shown: list[int], wanted: list[int]) -> list[int]:
    """The order dragged to; anything but a new order of the same offers changes nothing."""
    return wanted if sorted(wanted) == sorted(shown) else list(shown)


def numbers(text: str) -> list[int]:
    """« 12,8,40 » of a form; anything else is nothing."""
    parts = [part for part in text[:200].split(",") if part]
    return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19]
