"""One trainee row → person, application, choices: what it would change, and doing it."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from croisee.offers.enums import OfferState
from croisee.people.models import Person
from croisee.schemes.ranked.enrolment.blanks import person_blanks
from croisee.schemes.ranked.enrolment.cells import (
    APPLICATION_ATTRIBUTES,
    PERSON_FIELDS,
    Cells,
    application_cells,
    named,
    same,
)
from croisee.schemes.ranked.enrolment.difference import APPLICATION, Cell, RowChange, compare
from croisee.schemes.ranked.enrolment.elsewhere import Elsewhere
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.origins import Origin
from croisee.schemes.ranked.enrolment.outcome import Outcome, Teller
from croisee.schemes.ranked.enrolment.wanted import wanted_of_trainee
from croisee.schemes.ranked.models import Application, Choice
from croisee.schemes.ranked.sheets.rows import TraineeRow

_BLANK: Cells = {
    "employer": "",
    "availability": "",
    "postcode": "",
    "expectations": "",
    "profession": named("", ""),
    "sector": named("", ""),
    "priority": int(Application.PriorityClass.OTHERS),
    "state": Application.State.SUBMITTED.value,
}


class TraineeEnrolment:
    """Trainee rows, after the hosts. New choices are kept aside and written by `finish`."""

    def __init__(
        self,
        known: Known,
        outcome: Outcome,
        file: str,
        origin: Origin[TraineeRow],
        elsewhere: Elsewhere,
    ) -> None:
        self.known = known
        self.outcome = outcome
        self.file = file
        self.origin = origin
        self.elsewhere = elsewhere
        self._choices_to_make: list[Choice] = []

    # -------- the difference

    def difference(self, row: TraineeRow) -> RowChange | None:
        """What the row would change; None for nothing."""
        tell = Teller(self.outcome, self.file, row.row, row.email)
        person = self.known.person_of(row.email)
        application = self.known.applications.get(person.pk) if person else None
        wanted = wanted_of_trainee(row, self.known, tell, stored=application)
        if application is None or person is None:
            self.known.compare_person(row.email, _said(row), tell)
            return self._new(row, wanted, self._chosen(row, {}, tell))
        stored = application_cells(application)
        base = self._base(person, application)
        self._person(wanted, row, person, base, tell)
        self._choices(wanted, row, application, stored["choices"], base, tell)
        since = self.origin.changed_since(application)
        cells = compare(wanted, stored, base, changed_since=since)
        if not cells:
            return None
        label = person.full_name or row.email
        change = RowChange(
            APPLICATION, person.email_key, label, self.file, row.row, application.pk, cells
        )
        change.source, change.target = row, application
        change.elsewhere = self.elsewhere.of(application.province_id)
        return change

    def _base(self, person: Person, application: Application) -> Cells | None:
        """What the export said of somebody, as cells; None where it is not known."""
        before = self.origin.row(person.email_key)
        if before is None:
            return None
        said = {name: value for name, value in _said(before).items() if name in before.given}
        tell = self.outcome.before(before.email)
        found = wanted_of_trainee(before, self.known, tell, stored=application)
        if any(name.startswith("choice_") for name in before.given):
            found["choices"] = self._chosen(before, {}, tell)
        found.pop("state", None)  # no column says it
        return {**found, **said}

    def _new(self, row: TraineeRow, wanted: Cells, choices: dict[str, str]) -> RowChange:
        cells = {**_BLANK, **wanted, "choices": choices}
        shown = ("profession", "employer", "choices")
        blank: tuple[Any, ...] = ("", {}, named("", ""))
        found = [Cell(name, None, cells[name]) for name in shown if cells[name] not in blank]
        label = row.name or row.email
        change = RowChange(APPLICATION, row.key, label, self.file, row.row, None, found)
        change.source = (row, cells)
        return change

    def _person(
        self, wanted: Cells, row: TraineeRow, person: Person, base: Cells | None, tell: Teller
    ) -> None:
        """A name or a telephone is corrected only where somebody changed it in our own export;
        what another file says of a known person is told. A blank is filled."""
        said = _said(row)
        told = dict(said)
        person_blanks(row, self.origin.row(person.email_key), tell)
        for name in PERSON_FIELDS:
            if name not in row.given or not said[name]:
                continue
            ours = base is not None and name in base and person.pk not in self.known.staff
            if ours or (name == "phone" and not person.phone):
                wanted[name] = said[name]
                told[name] = getattr(person, name)
        self.known.compare_person(row.email, told, tell)

    def _choices(
        self,
        wanted: Cells,
        row: TraineeRow,
        application: Application,
        stored: dict[str, str],
        base: Cells | None,
        tell: Teller,
    ) -> None:
        if not any(name.startswith("choice_") for name in row.given):
            return
        choices = self._chosen(row, stored, tell)
        if same("choices", choices, stored):
            return
        untouched = base is not None and same("choices", choices, base.get("choices"))
        if application.placement_id and not untouched:
            tell("placed_choices_kept")
        else:
            wanted["choices"] = choices

    def _chosen(self, row: TraineeRow, stored: dict[str, str], tell: Teller) -> dict[str, str]:
        """{rank: number}. A choice that could not be read, or whose rank the file does not ask,
        stays what it is unless the offer is chosen at another rank."""
        chosen = {}
        for choice in row.choices:
            offer = self.known.offer(choice.number)
            gone = offer is not None and offer.state == OfferState.WITHDRAWN
            if gone and offer and offer.number not in stored.values():
                tell("withdrawn_offer", rank=choice.rank, number=offer.number)
                continue
            chosen[str(choice.rank)] = offer.number if offer else choice.number
        for rank, number in stored.items():
            asked = f"choice_{rank}" in row.given or "choices" in row.given
            if not asked and rank not in chosen and number not in chosen.values():
                chosen[rank] = number
        return dict(sorted(chosen.items()))

    # -------- new and changed

    def create(self, change: RowChange, tell: Teller) -> Application:
        row, cells = change.source
        person = self.known.person(row.email, _said(row))
        application = Application(edition=self.known.edition, person=person)
        application.created_at = self.known.at
        application.submitted_at = self.known.instant(row.answered_at) or self.known.at
        self._assign(application, cells)
        application.save()
        self._choose(application, cells["choices"], tell)
        self.known.applications[person.pk] = application
        return application

    def write(self, application: Application, after: Cells, tell: Teller) -> None:
        """Store some cells of an application."""
        person = application.person
        names = [name for name in PERSON_FIELDS if name in after]
        for name in names:
            setattr(person, name, after[name])
        if names:
            person.save(update_fields=names)
        self._assign(application, after)
        if "state" in after and not application.submitted_at:
            application.submitted_at = self.known.at
        application.version = F("version") + 1
        application.save()
        if "choices" in after:
            application.choices.all().delete()
            self._choose(application, after["choices"], tell)

    def finish(self) -> None:
        """Write the choices of all rows."""
        Choice.objects.bulk_create(self._choices_to_make, batch_size=300)
        self._choices_to_make = []

    def _assign(self, application: Application, after: Cells) -> None:
        for name, attribute in APPLICATION_ATTRIBUTES.items():
            if name in after:
                setattr(application, attribute, after[name])
        if "profession" in after:
            application.profession = self.known.profession(after["profession"]["code"])
            application.profession_text = after["profession"]["text"]
        if "sector" in after:
            application.sector = self.known.sector(after["sector"]["code"])
            application.sector_text = after["sector"]["text"]
        if "postcode" in after:
            place = self.known.gazetteer.place(after["postcode"])
            application.province = place.province if place else None

    def _choose(self, application: Application, choices: dict[str, str], tell: Teller) -> None:
        """An offer of the same files that was not ticked does not exist: its choice is told."""
        for rank, number in choices.items():
            offer = self.known.offer(number)
            if offer is None:
                tell("choice_left_out", column=f"Choix {rank}", rank=rank, number=number)
                continue
            self._choices_to_make.append(
                Choice(application=application, rank=int(rank), offer=offer)
            )


def _said(row: TraineeRow) -> Cells:
    return {"first_name": row.first_name, "last_name": row.last_name, "phone": row.phone}
