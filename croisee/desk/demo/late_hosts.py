"""Hosts that are not in the spreadsheet: late by the site, or in a second file, or silent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from croisee.core.spreadsheets import from_bytes
from croisee.core.spreadsheets.writer import Column, Page, workbook_bytes
from croisee.desk.demo import steps
from croisee.desk.demo.after_the_round import contacts_of
from croisee.desk.demo.calendar import at_the_desk, instant
from croisee.desk.demo.newcomers import ONCE_ONLY, Host
from croisee.editions.models import Edition
from croisee.offers.actions import ask_correction, decline_edition, submit_offer, take_over
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked.actions.imports import begin_import, confirm_import
from croisee.schemes.ranked.actions.undoing import undo_import

LATE = 5  # came by the site and wait to be read
CORRECTED, BEGUN, DECLINED = 5, 6, 7  # places in ONCE_ONLY; the others say nothing
NOT_THIS_YEAR = "Deux équipes sur trois sont incomplètes ; nous revenons l'an prochain."
REMARK = "Dites en une phrase ce qui peut surprendre ou toucher."
#: What two late hosts answered, as the form's file has it.
HEADINGS = (
    "N°",
    "Institution",
    "Adresse",
    "Code postal",
    "Commune",
    "Nombre de places",
    "Titre de l'offre",
    "Personne de contact",
    "E-mail",
)
LINK = ("H201", "Maison communautaire Le Lien", "Rue de l'Étang 4", "5300", "Andenne")
CALM = ("H202", "Centre psycho-social L'Accalmie", "Avenue de la Gare 31", "6700", "Arlon")
BY_FILE = (
    (LINK, 2, ("Un jour à la maison communautaire", "Lise Bodart", "lise.bodart@lelien.example")),
    (CALM, 3, ("Suivre une consultation", "Hugo Remacle", "hugo.remacle@accalmie.example")),
)


def answer(edition: Edition, today: date) -> None:
    """In the weeks after the first round."""
    for number, host in enumerate(ONCE_ONLY[: LATE + 1]):
        _proposes_again(edition, host, today, -11 + 2 * number)
    begun = _last_offer(edition, ONCE_ONLY[BEGUN])
    take_over(begun, edition, by=contacts_of(begun), at=instant(today, -6, 16))
    no = _last_offer(edition, ONCE_ONLY[DECLINED])
    at = instant(today, -110, 14)
    decline_edition(no.service.organisation, edition, NOT_THIS_YEAR, by=contacts_of(no), at=at)
    _second_file(edition, today, by=steps.coordinator("Namur"))


def _last_offer(edition: Edition, host: Host) -> Offer:
    return Offer.objects.select_related("service__organisation").get(
        edition=edition.previous, service__organisation__name=host.institution
    )


def _proposes_again(edition: Edition, host: Host, today: date, days: int) -> None:
    """« Reprendre » on the page of last year's offer, then sent."""
    before = _last_offer(edition, host)
    by = contacts_of(before)
    at = instant(today, days, 10, 25)
    offer = take_over(before, edition, by=by, at=at)
    submit_offer(offer, by=by, at=at + timedelta(minutes=12))


def one_is_asked_to_correct(edition: Edition, at: datetime) -> None:
    """The last thing somebody did: its mail is the first in the demo's mailbox."""
    name = ONCE_ONLY[CORRECTED].institution
    offer = Offer.objects.select_related("service__province").get(
        edition=edition, service__organisation__name=name
    )
    assert offer.service.province is not None
    by = steps.coordinator(offer.service.province.name_fr)
    ask_correction(offer, {"what_you_will_face": REMARK}, by=by, at=at)


def _second_file(edition: Edition, today: date, *, by: Person) -> None:
    """Taken in with the wrong places, undone ten minutes later, taken in again."""
    for places, hour, minute in ((20, 9, 10), (0, 9, 40)):
        at = at_the_desk(today, -5, hour, minute)
        file = from_bytes("hotes-tardifs.xlsx", _workbook(places))
        found = begin_import(edition, (file, None), publish=True, by=by, at=at)
        confirm_import(found, by=by, at=at + timedelta(minutes=3))
        if places:
            found.refresh_from_db()
            undo_import(found, by=by, at=at + timedelta(minutes=13))


def _workbook(more: int) -> bytes:
    """The file two late hosts answered in; `more` places by a slip of the keyboard."""
    rows = [(*who, places + more, *words) for who, places, words in BY_FILE]
    columns = [Column(heading) for heading in HEADINGS]
    return workbook_bytes([Page("Réponses", columns, rows)])
