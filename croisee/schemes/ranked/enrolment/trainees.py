"""One trainee row → person, application, choices."""

from __future__ import annotations

from croisee.people.models import Person
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.outcome import Outcome, Teller, assign, fitted
from croisee.schemes.ranked.models import Application, Choice
from croisee.schemes.ranked.sheets.rows import TraineeRow

Ranked = list[tuple[int, int]]  # (rank, offer id)


class TraineeEnrolment:
    """Stores trainee rows, after the hosts, inside the import's transaction.

    New choices are kept aside and written together by `finish`.
    """

    def __init__(self, known: Known, outcome: Outcome, file: str) -> None:
        self.known = known
        self.outcome = outcome
        self.file = file
        self._choices_to_make: list[Choice] = []

    def store(self, row: TraineeRow) -> None:
        tell = Teller(self.outcome, self.file, row.row, row.email)
        person = self.known.person(row.email, row.first_name, row.last_name, row.phone, tell)
        application = self.known.applications.get(person.pk)
        new = application is None
        if application is None:
            application = self._begin(person)
        changed = assign(
            application, fitted(Application, self._fields(row, application, tell), tell)
        )
        changed |= self._submit(application, row)
        choices_changed = self._choices_differ(application, row, tell, new=new)
        if new or changed or choices_changed:
            application.version += not new
            application.save()
        if choices_changed:
            self._replace(application, row, new=new)
        self.known.applications[person.pk] = application
        self.outcome.count(
            self.outcome.applications, application, made=new, changed=changed or choices_changed
        )

    def finish(self) -> None:
        """Write the choices of all rows."""
        Choice.objects.bulk_create(self._choices_to_make, batch_size=300)
        self._choices_to_make = []

    def _begin(self, person: Person) -> Application:
        return Application(edition=self.known.edition, person=person, created_at=self.known.at)

    def _submit(self, application: Application, row: TraineeRow) -> bool:
        """A row of the file is a registration; a withdrawal made since then holds."""
        if application.state != Application.State.DRAFT:
            return False
        application.state = Application.State.SUBMITTED
        application.submitted_at = self.known.instant(row.answered_at) or self.known.at
        return True

    def _fields(self, row: TraineeRow, stored: Application, tell: Teller) -> dict[str, object]:
        profession = self.known.nomenclature.profession(row.profession)
        sector = self.known.nomenclature.sector(row.sector)
        if row.profession and not profession:
            tell("profession_unknown", value=row.profession)
        if row.sector and not sector:
            tell("sector_kept_as_text", value=row.sector)
        place = self.known.gazetteer.place(row.postcode)
        return {
            "profession": profession,
            "profession_text": row.profession,
            "employer": row.employer,
            "sector": sector,
            "sector_text": "" if sector else row.sector,
            "postcode": row.postcode,
            "province": place.province if place else None,
            "priority_class": _priority(row, stored),
            "expectations": row.expectations,
            "availability": row.availability,
        }

    def _choices_differ(
        self, application: Application, row: TraineeRow, tell: Teller, *, new: bool
    ) -> bool:
        before = (
            [] if new else [(choice.rank, choice.offer_id) for choice in application.choices.all()]
        )
        if before == self._ranked(row):
            return False
        if application.placement_id:
            tell("placed_choices_kept")
            return False
        return True

    def _ranked(self, row: TraineeRow) -> Ranked:
        found = ((choice.rank, self.known.offer(choice.number)) for choice in row.choices)
        return sorted((rank, offer.pk) for rank, offer in found if offer)

    def _replace(self, application: Application, row: TraineeRow, *, new: bool) -> None:
        if not new:
            application.choices.all().delete()
        self._choices_to_make += [
            Choice(application=application, rank=rank, offer_id=offer)
            for rank, offer in self._ranked(row)
        ]


def _priority(row: TraineeRow, stored: Application) -> int:
    """Who came in by a host's private link has priority whatever the file says (IM-11)."""
    classes = Application.PriorityClass
    return classes.HOST_STAFF if row.priority or stored.priority_link_id else classes.OTHERS
