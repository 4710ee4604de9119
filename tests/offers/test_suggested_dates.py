"""Dates a host suggests: real dates where they can be read, else the host's own words (IM-28)."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from croisee.offers.forms.host import DayForm
from croisee.offers.labels import described, off_days_told, suggested
from croisee.offers.suggested_dates import only_dates
from tests import factories
from tests.offers.host_answers import DAY

APRIL_20, APRIL_22 = date(2027, 4, 20), date(2027, 4, 22)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("20/04/2027", [APRIL_20]),
        ("22.4.2027, 20-04-2027", [APRIL_20, APRIL_22]),
        ("le 20/04/27 et le 22 avril 2027", [APRIL_20, APRIL_22]),
        ("Dienstag, 20. April 2027", [APRIL_20]),
        ("2027-04-20\n2027-04-20", [APRIL_20]),
        ("1er mai 2027", [date(2027, 5, 1)]),
        ("20 avril", []),  # of which year?
        ("un mardi d’avril", []),
        ("20/04/2027, l’après-midi seulement", []),
        ("31/02/2027", []),
        ("lundi et mardi", []),
        ("", []),
    ],
)
def test_dates_are_read_only_where_nothing_else_is_said(text: str, dates: list[date]) -> None:
    assert only_dates(text) == dates


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "mardi 20 avril 2027 ; jeudi 22 avril 2027"),
        ("nl", "dinsdag 20 april 2027; donderdag 22 april 2027"),
        ("de", "Dienstag, 20. April 2027; Donnerstag, 22. April 2027"),
        ("en", "Tuesday 20 April 2027; Thursday 22 April 2027"),
    ],
)
def test_they_are_written_out_in_the_reader_s_language(language: str, words: str) -> None:
    offer = factories.make_offer(suggested_dates="20/04/2027, 22/04/2027")
    with override(language):
        assert suggested(offer).replace("\u00a0", " ") == words


@pytest.mark.django_db
def test_free_words_are_shown_as_the_hosts_own() -> None:
    offer = factories.make_offer(suggested_dates="après les congés")
    with override("fr"):
        assert "Dans les mots de l’hôte : « après les congés »" in dict(described(offer))[
            "Dates suggérées"
        ].replace("\u00a0", " ")


def _day_form(edition, text: str) -> DayForm:
    stored = {**dict.fromkeys(DAY, ""), "weekdays": [], "places": None}
    return DayForm({**DAY, "suggested_dates": text}, stored=stored, edition=edition)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("20 avril et 22/4", "20/04/2027, 22/04/2027"),
        ("2027-04-20", "20/04/2027"),
        ("plutôt en avril, pas avant 10 h", "plutôt en avril, pas avant 10 h"),
    ],
)
def test_a_host_writes_dates_as_they_come(typed: str, kept: str) -> None:
    form = _day_form(factories.make_edition(), typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["suggested_dates"] == kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/04/2027", "La date 31/04/2027 n’existe pas."),
        ("20/04/2028", "Le 20/04/2028 est en dehors des immersions"),
        ("un mardi, ou le 1 janvier 2027", "Le 01/01/2027 est en dehors des immersions"),
    ],
)
def test_a_date_that_cannot_be_is_told(typed: str, told: str) -> None:
    form = _day_form(factories.make_edition(), typed)
    assert told in form.errors["suggested_dates"][0]


@pytest.mark.django_db
def test_a_text_too_short_is_told_by_how_much() -> None:
    """Not the sentence of an empty field: the person did write something."""
    form = _day_form(factories.make_edition(), "")
    form.data = {**form.data, "what_you_will_face": "Trop court."}
    assert "11 signes. Il en faut au moins 40" in form.errors["what_you_will_face"][0]


@pytest.mark.django_db
def test_the_example_lies_within_the_immersions() -> None:
    edition = factories.make_edition()
    edition.phases.filter(kind="immersions").update(
        opens_at=datetime(2028, 5, 2, tzinfo=UTC), closes_at=datetime(2028, 6, 30, tzinfo=UTC)
    )
    help_text = str(_day_form(edition, "").fields["suggested_dates"].help_text)
    assert "par exemple 02/05/2028, 04/05/2028" in help_text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("weekdays", "written", "told"),
    [
        (["mon", "thu"], "19/04/2027, 22/04/2027", ""),
        (["mon"], "20/04/2027", "Hors des jours possibles : mardi 20 avril 2027."),
        ([], "24/04/2027", "Hors des jours possibles : samedi 24 avril 2027."),
        (["mon"], "un samedi d’avril", ""),
    ],
)
def test_a_date_on_a_day_that_was_not_ticked_is_remarked_on(
    weekdays: list[str], written: str, told: str
) -> None:
    """On the page that asks it, and on the page of check; never refused (IM-28, IM-45)."""
    stored = {**dict.fromkeys(DAY, ""), "weekdays": weekdays, "suggested_dates": written}
    with override("fr"):
        form = DayForm(None, stored={**stored, "places": None}, edition=factories.make_edition())
        remark = off_days_told(written, weekdays).replace("\xa0", " ")
        shown = str(form["suggested_dates"].help_text).replace("\xa0", " ")
    assert remark.startswith(told) and bool(remark) == bool(told)
    assert ("Hors des jours" in shown) == bool(told)
