"""Whose an import is: what a coordinator decides on, and what a file never reaches (IM-13)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from croisee.core.spreadsheets import Source
from croisee.directory.models import Sector
from croisee.directory.queries import Gazetteer
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked.actions import imports
from croisee.schemes.ranked.models import SheetImport
from tests import factories
from tests.entry import signed_in
from tests.ranked.dirt.workbooks import HOST, hosts_file
from tests.ranked.round_trips import edited, exported

pytestmark = pytest.mark.django_db
NAMUR, LIEGE = "5000", "4000"


def coordinator(edition: Edition, postcode: str) -> Person:
    place = Gazetteer().place(postcode)
    assert place
    return factories.make_role(edition, territory=place.province)


def given(edition: Edition, by: Person, at: datetime, file: Source) -> SheetImport:
    return imports.begin_import(edition, (file, None), publish=True, by=by, at=at)


def test_a_colleague_reads_an_import_and_decides_nothing_of_it(
    edition: Edition, offer: Offer, at: datetime
) -> None:
    """What she may not write would be left out unseen, and the files be gone."""
    changes = {("H001", "Intitulé de l’immersion"): "Après"}
    by = factories.make_role(edition)
    stored = given(edition, by, at, edited(exported(edition, "offres", at), changes, "N°"))
    page = reverse("ranked:import_preview", args=[edition.pk, stored.pk])
    neighbour = signed_in(coordinator(edition, LIEGE))
    read = neighbour.get(page).text
    assert "Après" in read
    assert "décide de ce qui entre" in read
    assert 'name="prendre"' not in read
    for act in ("confirm", "discard", "choose", "headings", "undo"):
        url = reverse(f"ranked:import_{act}", args=[edition.pk, stored.pk])
        answer = neighbour.post(url, {"aller": "rien"}, follow=True)
        assert "n’est pas le vôtre" in answer.text
    stored.refresh_from_db()
    assert (stored.state, stored.choices) == (SheetImport.State.PREVIEWED, {})
    own = signed_in(by).get(page).text
    assert 'name="prendre"' in own
    assert "décide de ce qui entre" not in own


def test_a_new_offer_leaves_a_known_service_of_another_province_its_sectors(
    edition: Edition, at: datetime
) -> None:
    """They decide where somebody may go: the coordination of that province changes them."""
    health, youth = Sector.objects.filter(name_fr__in=["Handicap", "Aide à la jeunesse"])
    for postcode, kept in ((LIEGE, False), (NAMUR, True)):
        by = coordinator(edition, postcode)
        place = Gazetteer().place(NAMUR)
        assert place
        service = factories.make_service(
            province=place.province, postcode=NAMUR, locality="Namur", sectors=[health]
        )
        row = HOST | {
            "N°": f"H9{postcode[0]}",
            "Nom de l'institution": service.organisation.name,
            "Adresse": service.address,
            "Code postal": service.postcode,
            "Localité": service.locality,
            "Secteur(s)": youth.name_fr,
        }
        imports.confirm_import(given(edition, by, at, hosts_file(row)), by=by, at=at)
        assert Offer.objects.get(number=f"H9{postcode[0]}").service == service
        assert list(service.sectors.all()) == [youth if kept else health]
