"""One trainee row → person, application, choices."""

from __future__ import annotations

from datetime import datetime

from croisee.schemes.ranked.actions.applications import replace_choices
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.outcome import Outcome, assign
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.rows import TraineeRow


class TraineeEnrolment:
    """Stores trainee rows, after the hosts, inside the import's transaction."""

    def __init__(self, known: Known, outcome: Outcome, file: str, *, at: datetime) -> None:
        self.known = known
        self.outcome = outcome
        self.file = file
        self.at = at

    def store(self, row: TraineeRow) -> None:
        person, other_name = self.known.person(
            row.email, row.first_name, row.last_name, row.phone, at=self.at
        )
        if other_name:
            self._tell("known_under_other_name", row, name=row.name, known=person.full_name)
        application = self.known.applications.get(person.pk)
        made = application is None
        if application is None:
            application = Application(edition=self.known.edition, person=person, created_at=self.at)
            application.submitted_at = self.known.instant(row.answered_at) or self.at
            application.state = Application.State.SUBMITTED
        changed = assign(application, self._fields(row))
        if changed or made:
            application.save()
        changed |= self._choices(application, row, made)
        self._count(application, made, changed)
        self.known.applications[person.pk] = application

    def _fields(self, row: TraineeRow) -> dict[str, object]:
        profession = self.known.nomenclature.profession(row.profession)
        sector = self.known.nomenclature.sector(row.sector)
        if row.profession and not profession:
            self._tell("profession_unknown", row, value=row.profession)
        if row.sector and not sector:
            self._tell("sector_unknown", row, value=row.sector)
        place = self.known.gazetteer.place(row.postcode)
        classes = Application.PriorityClass
        return {
            "profession": profession,
            "profession_text": row.profession,
            "employer": row.employer,
            "sector": sector,
            "sector_text": "" if sector else row.sector,
            "postcode": row.postcode,
            "province": place.province if place else None,
            "priority_class": classes.HOST_STAFF if row.priority else classes.OTHERS,
            "expectations": row.expectations,
            "availability": row.availability,
        }

    def _choices(self, application: Application, row: TraineeRow, made: bool) -> bool:
        wanted = {choice.rank: choice.number for choice in row.choices}
        offers = [
            self.known.offers.get(wanted.get(rank, ""))
            for rank in range(1, max(wanted, default=0) + 1)
        ]
        before = [] if made else [(c.rank, c.offer_id) for c in application.choices.all()]
        after = [(rank, offer.pk) for rank, offer in enumerate(offers, start=1) if offer]
        if before == after:
            return False
        if application.placement_id:
            self._tell("placed_choices_kept", row)
            return False
        replace_choices(application, offers)
        return True

    def _count(self, application: Application, made: bool, changed: bool) -> None:
        count = self.outcome.applications
        if made:
            count.made += 1
            self.outcome.made.append(application)
        elif changed:
            count.changed += 1
            self.outcome.changed.append(application)
        else:
            count.unchanged += 1

    def _tell(self, code: str, row: TraineeRow, **params: str | int) -> None:
        self.outcome.problems.append(
            Problem(code, file=self.file, row=row.row, who=row.email, params=params)
        )
