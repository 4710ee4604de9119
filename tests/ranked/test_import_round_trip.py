"""A list exported and read back says nothing changed, whoever made what is in it (IM-13).

On an edition of the size of 2024 (120 offers, 290 registrations) with what only screens can make:
several contacts, drafts, withdrawals, words of lists, several offers of one host.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from croisee.core.spreadsheets import Source, read_workbook
from croisee.directory.models import Organisation, Profession, Sector
from croisee.editions.models import Edition
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.offers.office_list import OfferList
from croisee.placements.actions import take_place
from croisee.schemes.ranked.actions.taking import take_sheets
from croisee.schemes.ranked.enrolment.whole import Enrolment
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.office_list import ApplicationList
from croisee.schemes.ranked.queries import known_offers
from croisee.schemes.ranked.sheets import read_edition
from tests import factories
from tests.entry import signed_in
from tests.ranked.round_trips import exported, without_stamp

SAMPLES = Path(__file__).parent.parent / "samples"
HOSTS, TRAINEES = ("hotes", "offres"), ("stagiaires",)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived_in(at: datetime) -> Edition:
    """The samples, then what coordinators, hosts and trainees made of them on screen."""
    edition = factories.make_edition()
    sheets = read_edition(SAMPLES / "hotes.xlsx", SAMPLES / "stagiaires.xlsx")
    take_sheets(edition, sheets, by=None, at=at)
    offers = list(edition.offers.order_by("number"))
    _offers_changed(offers)
    _applications_changed(edition, offers, at)
    return edition


def _offers_changed(offers: list[Offer]) -> None:
    offers[0].contacts.create(person=factories.make_person(), title="Adjointe", order=1)
    offers[1].contacts.all().delete()
    offers[2].service = offers[3].service  # one host, two offers
    offers[2].save()
    Organisation.objects.filter(services__offers=offers[4]).update(enterprise_number="0840555973")
    offers[5].professions_text = "Clown ; jongleur, conteuse"
    offers[5].description = "Une journée.\n\nDeux paragraphes,  avec « guillemets »."
    offers[5].languages = ["fr", "sign"]
    offers[5].weekdays = []
    offers[5].save()
    offers[5].professions.set(Profession.objects.all()[:4])
    offers[6].service.sectors.set(Sector.objects.all())
    Slot.objects.filter(offer=offers[7]).update(capacity=17)
    for offer, state in ((offers[8], OfferState.DRAFT), (offers[9], OfferState.WITHDRAWN)):
        Offer.objects.filter(pk=offer.pk).update(state=state, submitted_at=None)


def _applications_changed(edition: Edition, offers: list[Offer], at: datetime) -> None:
    factories.make_application(
        edition, offers[9], None, offers[1], state=Application.State.DRAFT, submitted_at=None
    )
    listed = factories.make_application(edition, offers[0], offers[5], priority=True)
    listed.profession, listed.sector = Profession.objects.all()[2], Sector.objects.all()[1]
    listed.expectations = "Voir.\nComprendre."
    listed.save()
    edition.applications.filter(pk=listed.pk - 5).update(state=Application.State.WITHDRAWN)
    placed = edition.applications.filter(choices__offer=offers[0])[0]
    slot = Slot.objects.get(offer=offers[0])
    place = take_place(slot, placed.person, source="test", choice_rank=1, by=None, at=at)
    Application.objects.filter(pk=placed.pk).update(placement=place)


def read_back(edition: Edition, file: Source, at: datetime, *, hosts: bool) -> Enrolment:
    files = (file, None) if hosts else (None, file)
    sheets = read_edition(*files, known_offers(edition))
    return Enrolment(edition, sheets, (file.name, file.name), at=at)


def assert_nothing(read: Enrolment) -> None:
    assert [change.as_json() for change in read.changes] == []
    told = [one for one in read.outcome.problems if one.level != "remark"]
    assert [one.message for one in told if one.code != "columns_not_read"] == []


@pytest.mark.parametrize("name", [*HOSTS, *TRAINEES])
def test_a_list_read_back_changes_nothing(lived_in: Edition, at: datetime, name: str) -> None:
    read = read_back(lived_in, exported(lived_in, name, at), at, hosts=name in HOSTS)
    assert_nothing(read)
    rows = read.outcome.applications if name in TRAINEES else read.outcome.offers
    assert rows.unchanged == {"hotes": 119, "offres": 120, "stagiaires": 292}[name]
    assert not [one for one in read.outcome.problems if one.code == "columns_not_read"]


@pytest.mark.sqlite_suffices
@pytest.mark.parametrize("name", [*HOSTS, *TRAINEES])
def test_nor_does_its_sheet_copied_into_another_workbook(
    lived_in: Edition, at: datetime, name: str
) -> None:
    file = without_stamp(exported(lived_in, name, at))
    assert_nothing(read_back(lived_in, file, at, hosts=name in HOSTS))


@pytest.mark.sqlite_suffices
@pytest.mark.parametrize("language", ["nl", "de", "en"])
@pytest.mark.parametrize("name", [*HOSTS, *TRAINEES])
def test_nor_in_another_language(lived_in: Edition, at: datetime, name: str, language: str) -> None:
    """Exported by a colleague who works in Dutch, imported by one who works in French."""
    with translation.override(language):
        file = exported(lived_in, name, at)
    assert_nothing(read_back(lived_in, file, at, hosts=name in HOSTS))


def every_column(listing: str) -> str:
    kinds: dict[str, Any] = {
        "offers:office_list": OfferList,
        "ranked:applications": ApplicationList,
    }
    edition = factories.make_edition(slug="colonnes")
    columns = kinds[listing](edition, None, edition.created_at).columns
    return "colonnes=" + ".".join(column.key for column in columns)


@pytest.mark.parametrize("listing", ["offers:office_list", "ranked:applications"])
@pytest.mark.parametrize("columns", ["as shown", "all"])
@pytest.mark.parametrize("stamped", [True, False])
def test_the_lists_of_the_desk_come_back_too(
    lived_in: Edition, at: datetime, listing: str, columns: str, stamped: bool
) -> None:
    client = signed_in(factories.make_role(lived_in))
    query = every_column(listing) if columns == "all" else ""
    url = reverse(listing, args=[lived_in.pk])
    response = client.get(f"{url}?format=xlsx&{query}")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    file = Source("liste.xlsx", content)
    (sheet, *_stamp) = read_workbook(file)
    if columns == "all":
        assert len(sheet.rows[0].cells) >= 17
    hosts = listing.startswith("offers")
    read = read_back(lived_in, file if stamped else without_stamp(file), at, hosts=hosts)
    assert_nothing(read)
    assert (read.outcome.offers if hosts else read.outcome.applications).unchanged >= 120
