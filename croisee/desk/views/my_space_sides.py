"""The two sides somebody may have in an edition, read for « Mon espace » (IM-15: one may be both)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import gettext as _

from croisee.desk.views.my_space_withdrawn import Withdrawal, withdrawal_of
from croisee.editions.emails import EditionLetters
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, Phase
from croisee.editions.queries import running_editions
from croisee.offers.enums import Weekday
from croisee.offers.labels import listed
from croisee.offers.models import OfferContact
from croisee.offers.views.host_lists import HostLists, OwnOffer
from croisee.people.models import Person
from croisee.placements import rules as placement_rules
from croisee.placements.letters import first_contact, first_contact_person
from croisee.placements.models import Placement, Session
from croisee.placements.queries import with_both_sides
from croisee.schemes.ranked import rules as ranked_rules
from croisee.schemes.ranked.labels import profession
from croisee.schemes.ranked.models import Application, Choice, RoundEntry
from croisee.schemes.ranked.results import last_entry

State = Placement.State


@dataclass(frozen=True)
class Stage:
    """One placement as one of its sides sees it."""

    placement: Placement
    at: datetime

    @property
    def sessions(self) -> list[Session]:
        """The dates of the immersion, the first one first; often one, none before it is fixed."""
        return list(self.placement.sessions.all())

    @property
    def session(self) -> Session | None:
        """The next date to come; the last one when all are over."""
        coming = (session for session in self.sessions if session.ends_at > self.at)
        return next(coming, self.sessions[-1] if self.sessions else None)

    @property
    def past(self) -> bool:
        return bool(self.session and self.session.ends_at <= self.at)

    @property
    def over(self) -> bool:
        return self.placement.state in {State.DONE, State.PARTLY, State.NO_SHOW}

    @property
    def contact(self) -> OfferContact | None:
        return first_contact_person(self.placement)

    @property
    def weekdays(self) -> str:
        slot = self.placement.slot
        return listed(Weekday, slot.offer.weekdays) if slot else ""

    @property
    def word(self) -> str:
        """What comes next for this place, rather than what happened to it."""
        return {
            State.ASSIGNED: _("contact à prendre"),
            State.CONTACTED: _("date à fixer"),
        }.get(State(self.placement.state), self.placement.get_state_display())

    @property
    def shape(self) -> str:
        return {"assigned": "now", "contacted": "now", "no_show": "bad"}.get(
            self.placement.state, "ok"
        )


@dataclass(frozen=True)
class Received(Stage):
    """A trainee at one of my offers."""

    application: Application | None

    @property
    def person(self) -> Person | None:
        first = next(iter(self.placement.participants.all()), None)
        return first.person if first else None

    @property
    def profession(self) -> str:
        return profession(self.application) if self.application else ""


class TraineeSide:
    def __init__(self, person: Person, edition: Edition, *, at: datetime) -> None:
        self.person, self.edition, self.at = person, edition, at

    @cached_property
    def _registered(self) -> Application | None:
        mine = ranked_rules.own(self.person).filter(edition=self.edition)
        return mine.select_related("person", "edition", "province", "profession").first()

    @property
    def application(self) -> Application | None:
        found = self._registered
        return found if found and found.state != Application.State.WITHDRAWN else None

    @cached_property
    def withdrawal(self) -> Withdrawal | None:
        """The registration taken back."""
        found = self._registered
        return withdrawal_of(found) if found and self.application is None else None

    @cached_property
    def phases(self) -> dict[str, Phase]:
        return {phase.kind: phase for phase in self.edition.phases.all()}

    @cached_property
    def stages(self) -> list[Stage]:
        """My places, cancelled ones left out."""
        mine = placement_rules.as_trainee(self.person).filter(edition=self.edition)
        held = with_both_sides(mine.exclude(state=State.CANCELLED))
        return [Stage(placement, self.at) for placement in held]

    @property
    def stage(self) -> Stage | None:
        return self.stages[0] if self.stages else None

    @cached_property
    def round_told(self) -> bool:
        """Whether a published round has said something of this application."""
        return self._entry is not None

    @cached_property
    def freed(self) -> bool:
        """Whether a place was had and given back since."""
        mine = placement_rules.as_trainee(self.person).filter(edition=self.edition)
        return not self.stages and mine.filter(state=State.CANCELLED).exists()

    @cached_property
    def deadline(self) -> date | None:
        """By when the host should have been written to."""
        return self._entry.round.contact_deadline if self._entry else None

    @cached_property
    def told_on(self) -> datetime | None:
        return self._entry.round.published_at if self._entry else None

    @cached_property
    def _entry(self) -> RoundEntry | None:
        return last_entry(self.application) if self.application else None

    @cached_property
    def choices(self) -> list[Choice]:
        if self.application is None:
            return []
        return list(self.application.choices.select_related("offer__service__organisation"))

    @property
    def expectations(self) -> str:
        return self.application.expectations if self.application else ""

    @cached_property
    def letter(self) -> str:
        """The first-contact mail, prepared."""
        if self.stage is None:
            return ""
        return first_contact(self.stage.placement, self.person, self.expectations)

    @cached_property
    def may_register(self) -> bool:
        return ranked_rules.may_register(
            self.edition, self.at, link=None, application=self.application
        )

    @property
    def trainees_phase(self) -> Phase | None:
        return self.phases.get(PhaseKind.TRAINEES)

    @property
    def matching_phase(self) -> Phase | None:
        return self.phases.get(PhaseKind.MATCHING)

    @property
    def immersions_phase(self) -> Phase | None:
        return self.phases.get(PhaseKind.IMMERSIONS)

    @cached_property
    def coordinator(self) -> Person | None:
        """Whom to ask: the coordinator of the workplace's province."""
        province = self.application.province if self.application else None
        if province is None and self.stage and self.stage.placement.slot:
            province = self.stage.placement.slot.offer.service.province
        return EditionLetters(self.edition, at=self.at).coordinator(province)


class HostSide:
    def __init__(self, person: Person, edition: Edition, *, at: datetime) -> None:
        self.person, self.edition, self.at = person, edition, at
        self.lists = HostLists(person, edition, at=at)

    @property
    def offers(self) -> list[OwnOffer]:
        return [own for own in self.lists.offers if own.offer.state != "withdrawn"]

    @cached_property
    def coordinator(self) -> Person | None:
        province = self.offers[0].offer.service.province
        return EditionLetters(self.edition, at=self.at).coordinator(province)

    @cached_property
    def received(self) -> list[Received]:
        """My trainees, in all editions that run."""
        mine = placement_rules.as_host(self.person).filter(edition__in=running_editions())
        held = with_both_sides(mine.exclude(state=State.CANCELLED))
        held = held.select_related(
            "edition__programme",
            "slot__offer__service__organisation",
            "slot__offer__service__province",
            "application__profession",
        )
        return [
            Received(placement, self.at, getattr(placement, "application", None))
            for placement in held.order_by("slot__offer__number", "id")
        ]
