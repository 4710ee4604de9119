"""The rows behind each task of the desk: the to-do page names them, the navigation counts them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property

from croisee.core.counting import counts
from croisee.desk.duplicates.stored import suspicions
from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.editions.reminded import failures
from croisee.mail.models import Message
from croisee.offers import queries as offers
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.models import Placement
from croisee.placements.office_list import without_contact
from croisee.schemes.ranked import queries as ranked
from croisee.schemes.ranked.models import Application, Round

LATE_AFTER = timedelta(days=5)
DRAFT_AFTER = timedelta(days=2)  # who began yesterday is still writing
STUCK = (Message.State.FAILED, Message.State.IN_DOUBT, Message.State.HELD)
LATE = ("offers_late", Message.State.FAILED, Message.State.IN_DOUBT, "unwritten", "gone", "silent")
Rows = Mapping[str, QuerySet[Any]]
# Another place was given in its stead: nobody lost a stage.
REPLACED = Placement.objects.filter(
    source=OuterRef("source"), created_at__gte=OuterRef("cancelled_at")
).exclude(source="")


class Pending:
    """What waits in one edition, in one province or in all: `rows[kind]`.

    Kinds that cannot wait (cancelled stages before any round, for instance) have no key.
    """

    def __init__(self, edition: Edition, province: Territory | None, at: datetime) -> None:
        self.edition, self.province, self.at = edition, province, at

    @cached_property
    def rows(self) -> Rows:
        return {
            **self._offers(),
            **{str(state): self._messages.filter(state=state) for state in STUCK},
            "unwritten": failures(self.edition, self.at),
            **self._after_publication(),
            "silent": self._placements(without_contact(self.at)),
            **self._applications(),
            "duplicates": suspicions(self.edition.programme_id, self.province),
        }

    @cached_property
    def rounds(self) -> list[Round]:
        return list(self.edition.rounds.order_by("number"))

    @property
    def open_round(self) -> Round | None:
        return next((one for one in self.rounds if one.state == Round.State.OPEN), None)

    def _here(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        return rows.filter(**{path: self.province}) if self.province else rows

    def _offers(self) -> Rows:
        waiting = self._here(offers.waiting_for_review(self.edition), "service__province")
        every = self._here(Offer.objects.filter(edition=self.edition), "service__province")
        late = Q(submitted_at__lt=self.at - LATE_AFTER)
        begun = Q(state__in=[OfferState.DRAFT, OfferState.CORRECTION])
        return {
            "offers_late": waiting.filter(late),
            "offers_recent": waiting.filter(~late | Q(submitted_at=None)),
            "offers_begun": every.filter(begun, created_at__lt=self.at - DRAFT_AFTER),
            "offers_alone": every.filter(state=OfferState.PUBLISHED, contacts=None),
        }

    @property
    def _messages(self) -> QuerySet[Message]:
        return Message.objects.filter(scope=self.edition.scope)

    def _placements(self, *wanted: Q) -> QuerySet[Any]:
        rows = Placement.objects.filter(*wanted, edition=self.edition)
        return self._here(rows, "slot__offer__service__province")

    def _after_publication(self) -> Rows:
        """Offers that left with people placed there, and places given back."""
        published = [one for one in self.rounds if one.state == Round.State.PUBLISHED]
        if not published:
            return {}
        gone = Offer.objects.filter(edition=self.edition, state=OfferState.WITHDRAWN)
        gone = self._here(gone.filter(slots__taken__gt=0), "service__province").distinct()
        since = published[-1].published_at
        if since is None:
            return {"gone": gone}
        cancelled = Q(state=Placement.State.CANCELLED, cancelled_at__gt=since)
        lost = self._placements(cancelled).exclude(Exists(REPLACED))
        return {"gone": gone, "given_back": lost}

    def _applications(self) -> Rows:
        mine = self._here(self.edition.applications.all(), "province")
        begun = Q(state=Application.State.DRAFT, created_at__lt=self.at - DRAFT_AFTER)
        found: dict[str, QuerySet[Any]] = {"applications_begun": mine.filter(begun)}
        if self.open_round:
            found["round"] = ranked.waiting(self.edition)
        if not self.province:
            lost = Q(province=None, state=Application.State.SUBMITTED)
            found["nowhere"] = self.edition.applications.filter(lost)
        return found


def home_province(person: Person, edition: Edition, at: datetime) -> Territory | None:
    """The province whose tasks a coordinator sees first; None for all of them."""
    return Reach(person, edition.programme, at).home


class Waiting:
    """What the navigation says of every page: « À faire » counts what its page counts, the other
    entries what waits where `reach` writes. Counted at once, no row is read."""

    def __init__(self, edition: Edition, reach: Reach, at: datetime) -> None:
        rows = dict(Pending(edition, reach.home, at).rows)
        if "round" in rows:
            rows["round"] = rows["round"][:1]  # one task, however many wait for it
        found = counts({**rows, "mine": offers.to_review_in(reach, edition)})
        self.offers = found.pop("mine")
        self.messages = sum(found[state] for state in STUCK)
        self.tasks = sum(found.values())
        self.late = any(found.get(kind) for kind in LATE)
