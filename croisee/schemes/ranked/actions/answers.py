"""What a trainee answered, page by page: read from an application and written back (fields.csv)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from croisee.directory.models import Organisation, Profession, Sector
from croisee.directory.queries import place_of
from croisee.people.actions import change_person
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application

YOU, WORK, WISHES = "vous", "travail", "attentes"
PERSONAL: Final = {
    "first_name",
    "last_name",
    "phone",
    "employer",
    "expectations",
    "availability",
}
_ABOUT_YOU: Final = ("first_name", "last_name", "phone", "language")
_ABOUT_WISHES: Final = ("expectations", "goals", "availability")


def read(page: str, application: Application | None, person: Person) -> dict[str, Any]:
    """The stored answers of a page; blank ones before the application exists."""
    if page == YOU:
        return {name: getattr(person, name) for name in _ABOUT_YOU}
    application = application or Application(person=person)
    if page == WISHES:
        return {name: getattr(application, name) for name in _ABOUT_WISHES}
    return {
        "profession": application.profession.code if application.profession else "",
        "profession_text": application.profession_text,
        "employer": application.employer,
        "organisation": str(application.organisation_id or ""),
        "sector": application.sector.code if application.sector else "",
        "postcode": application.postcode,
        "status": application.status,
    }


def write(
    page: str, application: Application, answers: Mapping[str, Any], *, by: Person, at: datetime
) -> None:
    """Store a page; the caller holds the application locked."""
    if page == YOU:
        change_person(application.person, by=by, at=at, **answers)
        return
    if page == WISHES:
        for name in _ABOUT_WISHES:
            setattr(application, name, answers[name])
        application.save(update_fields=_ABOUT_WISHES)
        return
    _write_work(application, answers)


def _write_work(application: Application, answers: Mapping[str, Any]) -> None:
    place = place_of(answers["postcode"]) if answers["postcode"] else None
    application.profession = _coded(Profession, answers["profession"])
    application.sector = _coded(Sector, answers["sector"])
    application.organisation = _organisation(application, answers["organisation"])
    application.province = place.province if place else None
    for name in ("profession_text", "employer", "postcode", "status"):
        setattr(application, name, answers[name])
    application.save()


def _organisation(application: Application, chosen: str) -> Organisation | None:
    """Who came by a host's private link works there, whatever the list says."""
    if application.priority_link:
        return application.priority_link.participation.organisation
    return Organisation.objects.get(pk=chosen) if chosen else None


def _coded(model: Any, code: str) -> Any:
    return model.objects.get(code=code) if code else None
