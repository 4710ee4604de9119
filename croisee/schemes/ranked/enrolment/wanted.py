"""What a row of a file wants stored, as cells (see `cells`): only what the file says readably.

A field without a column, a cell that could not be read, a word in no list: the cell is not in the
result, and what is stored stays. Everything odd is told.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Model

from croisee.directory.enterprise import is_valid, normal_form
from croisee.directory.models import Organisation, Service
from croisee.offers.models import Offer, OfferContact
from croisee.people.models import Person
from croisee.schemes.ranked.enrolment.cells import TEXT, Cells, contact_cell, named
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.outcome import Teller
from croisee.schemes.ranked.enrolment.shown import field_name
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.sheets.rows import HostRow, TraineeRow

State = Application.State
Priority = Application.PriorityClass
_LIMITS: Final[dict[str, tuple[type[Model], str]]] = {
    "institution": (Organisation, "name"),
    "service": (Service, "name"),
    "address": (Service, "address"),
    "postcode": (Service, "postcode"),
    "town": (Service, "locality"),
    "role": (OfferContact, "title"),
    "title": (Offer, "title"),
    "dates": (Offer, "suggested_dates"),
    "employer": (Application, "employer"),
    "availability": (Application, "availability"),
    "phone": (Person, "phone"),
    "first_name": (Person, "first_name"),
    "last_name": (Person, "last_name"),
}
_PROFESSION: Final = (Application, "profession_text")
_SECTOR: Final = (Application, "sector_text")


def wanted_of_host(row: HostRow, known: Known, tell: Teller) -> Cells:
    """The cells a row about an offer wants."""
    found: Cells = {}
    for name in ("institution", "service", "address", "postcode", "town", "title", "dates"):
        _text(found, row, name, tell)
    _postcode(found, known, tell)
    for name in ("description", "face"):
        if name in row.given:
            found[name] = getattr(row, name)
    _enterprise_number(found, row, tell)
    _listed(found, row, known, tell)
    if "places" in row.given and not row.beside:
        found["places"] = row.places
    if row.email and not row.beside:
        found["contact"] = _contact(row, known, tell)
    for name in ("institution", "title"):  # never blank: an offer is known by them
        if name in found and not found[name]:
            del found[name]
    return found


def _fits(value: str, place: tuple[type[Model], str], tell: Teller) -> bool:
    """Whether a text fits its field: told, never cut (reliability rule 11)."""
    model, name = place
    limit = getattr(model._meta.get_field(name), "max_length", None) or len(value)
    if len(value) > limit:
        tell("text_beyond_field", value=f"{value[:40]}…", length=len(value), limit=limit)
    return len(value) <= limit


def _text(found: Cells, row: Any, name: str, tell: Teller) -> None:
    value = getattr(row, name)
    if name in row.given and _fits(value, _LIMITS[name], tell):
        found[name] = value


def _postcode(found: Cells, known: Known, tell: Teller) -> None:
    """Four digits that are nobody's lead to no province: told. What is no Belgian postcode at all was
    told when the cell was read."""
    code = found.get("postcode", "")
    if len(code) == 4 and code.isdecimal() and known.gazetteer.place(code) is None:
        tell("postcode_unknown", column=field_name("postcode"), value=code)


def _enterprise_number(found: Cells, row: HostRow, tell: Teller) -> None:
    number = normal_form(row.enterprise_number)
    if number and not is_valid(number):
        tell("enterprise_number_invalid", value=number[:20])
    elif "enterprise_number" in row.given:
        found["enterprise_number"] = number


def _listed(found: Cells, row: HostRow, known: Known, tell: Teller) -> None:
    """The fields that take their words from lists."""
    if "sectors" in row.given and row.sectors:
        sectors = [(text, known.nomenclature.sector(text)) for text in row.sectors]
        _odd([text for text, sector in sectors if not sector], "sector_unknown", tell, "sectors")
        codes = {sector.code for _text, sector in sectors if sector}
        if codes:
            found["sectors"] = sorted(codes)
    if "professions" in row.given:
        found["professions"] = _professions(row, known, tell)
    for name, read in (("days", known.words.weekdays), ("languages", known.words.languages)):
        if name in row.given:
            codes_read, odd = read(getattr(row, name))
            _odd(odd, "word_unknown", tell, name)
            if codes_read or not odd:
                found[name] = codes_read
    if "duration" in row.given:
        duration = known.words.duration(row.duration) or ""
        if duration or not row.duration:
            found["duration"] = duration
        else:
            _odd([row.duration], "word_unknown", tell, "duration")


def _odd(texts: list[str], code: str, tell: Teller, field: str) -> None:
    for text in texts:
        tell(code, column=field_name(field), value=text)


def _professions(row: HostRow, known: Known, tell: Teller) -> list[str]:
    found = {text: known.nomenclature.profession(text) for text in row.professions}
    unknown = [text for text, profession in found.items() if not profession]
    _odd(unknown, "profession_unknown", tell, "professions")
    if not _fits(", ".join(unknown), (Offer, "professions_text"), tell):
        unknown = []
    codes = {profession.code for profession in found.values() if profession}
    return [*sorted(codes), *(TEXT + text for text in unknown)]


def _contact(row: HostRow, known: Known, tell: Teller) -> dict[str, str]:
    """Who is written to. A person who is known keeps their name and telephone."""
    first, last = _names(row)
    said = {"first_name": first, "last_name": last, "phone": row.phone}
    known.compare_person(row.email, said, tell)
    role = row.role if _fits(row.role, _LIMITS["role"], tell) else ""
    person = known.person_of(row.email)
    if person is not None:
        return contact_cell(person, role)
    return {"email": row.email, **said, "role": role}


def _names(row: HostRow) -> tuple[str, str]:
    """First and last name; of a whole name the first word is taken as the first name."""
    if row.contact_first_name or row.contact_last_name:
        return row.contact_first_name, row.contact_last_name
    first, _, last = row.contact.partition(" ")
    return (first, last) if last else ("", first)


# ---------------------------------------------------------------- registrations


def wanted_of_trainee(
    row: TraineeRow, known: Known, tell: Teller, *, stored: Application | None
) -> Cells:
    """The cells a registration wants; those of the person are left to `trainees`."""
    found: Cells = {}
    for name in ("employer", "availability", "postcode"):
        _text(found, row, name, tell)
    _postcode(found, known, tell)
    if "expectations" in row.given:
        found["expectations"] = row.expectations
    _named(found, row, known, tell)
    if "priority" in row.given:
        found["priority"] = _priority(row, stored)
    if stored is None or (stored.state == State.DRAFT and row.answered_at):
        found["state"] = State.SUBMITTED.value
    return found


def _named(found: Cells, row: TraineeRow, known: Known, tell: Teller) -> None:
    """A profession and a sector: from the list, else as they were written."""
    if "profession" in row.given:
        profession = known.nomenclature.profession(row.profession)
        if row.profession and not profession:
            tell("profession_unknown", column=field_name("profession"), value=row.profession)
        if _fits(row.profession, _PROFESSION, tell):
            found["profession"] = named(profession.code if profession else "", row.profession)
    if "sector" in row.given:
        sector = known.nomenclature.sector(row.sector)
        if row.sector and not sector:
            tell("sector_kept_as_text", column=field_name("sector"), value=row.sector)
        if _fits(row.sector, _SECTOR, tell):
            found["sector"] = named(sector.code if sector else "", "" if sector else row.sector)


def _priority(row: TraineeRow, stored: Application | None) -> int:
    """Who came in by a host's private link has priority whatever the file says (IM-11)."""
    by_link = stored is not None and stored.priority_link_id is not None
    return int(Priority.HOST_STAFF if row.priority or by_link else Priority.OTHERS)
