"""Icons, drawings and their sentences, dates, no-break spaces."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import engines
from django.utils import timezone, translation

from croisee.core import drawings
from croisee.core.written_dates import date_day, date_full, time_of_day

NBSP = "\u00a0"
FRIDAY = date(2027, 2, 19)
urlpatterns: list = []  # error pages are tried on a site without addresses
MORNING = datetime(2027, 2, 19, 8, 30, tzinfo=UTC)  # 9.30 in Brussels


def rendered(source: str, **context: object) -> str:
    """A template with nothing loaded: the tags are built in."""
    return engines["django"].from_string(source).render(context)


def plain(text: str) -> str:
    """With ordinary spaces, to be read."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("language", "day", "instant"),
    [
        ("fr", "vendredi 19 février 2027", "vendredi 19 février 2027, 9 h 30"),
        ("nl", "vrijdag 19 februari 2027", "vrijdag 19 februari 2027, 9.30 uur"),
        ("de", "Freitag, 19. Februar 2027", "Freitag, 19. Februar 2027, 9.30 Uhr"),
        ("en", "Friday 19 February 2027", "Friday 19 February 2027, 9:30"),
    ],
)
def test_a_date_is_written_in_full_in_the_active_language(language, day, instant):
    with translation.override(language), timezone.override("Europe/Brussels"):
        assert plain(date_full(FRIDAY)) == day
        assert plain(date_full(MORNING)) == instant


@pytest.mark.parametrize(
    ("language", "whole", "half"),
    [
        ("fr", "9 h", "21 h 05"),
        ("nl", "9 uur", "21.05 uur"),
        ("de", "9 Uhr", "21.05 Uhr"),
        ("en", "9:00", "21:05"),
    ],
)
def test_a_time_names_minutes_only_where_there_are_some(language, whole, half):
    with translation.override(language):
        assert plain(time_of_day(time(9))) == whole
        assert plain(time_of_day(time(21, 5))) == half


def test_the_first_of_a_month_is_premier_in_french_only():
    with translation.override("fr"):
        assert plain(date_full(date(2027, 3, 1))) == "lundi 1er mars 2027"
    with translation.override("nl"):
        assert plain(date_full(date(2027, 3, 1))) == "maandag 1 maart 2027"


def test_a_day_without_its_year_and_nothing_for_nothing():
    with translation.override("fr"):
        assert plain(date_day(FRIDAY)) == "vendredi 19 février"
        assert rendered("{{ d|date_full }}{{ d|date_day }}{{ d|time_of_day }}", d=None) == ""


def test_day_and_month_stay_on_one_line():
    with translation.override("fr"):
        assert f"19{NBSP}février" in date_full(FRIDAY)


@pytest.mark.parametrize(
    ("places", "requests", "sentence"),
    [
        (2, 7, '<b class="over">7 demandes</b> pour 2 places'),
        (1, 1, "<b>1 demande</b> pour 1 place"),
        (3, 2, "<b>2 demandes</b> pour 3 places"),
    ],
)
def test_demand_is_said_with_its_plurals(places, requests, sentence):
    with translation.override("fr"):
        assert rendered("{% seats_sentence p r %}", p=places, r=requests) == sentence


def test_seats_and_people_draws_full_seats_and_hollow_people():
    svg = drawings.seats_and_people(2, 7)
    assert svg.count('"seat taken"') == 2
    assert svg.count('"person"') == 2
    assert svg.count('"person extra"') == 5
    assert 'width="91"' in svg


def test_an_unasked_seat_is_empty():
    svg = drawings.seats_and_people(3, 2)
    assert svg.count('"seat taken"') == 2
    assert svg.count('"seat"') == 1


def test_beyond_fourteen_pips_two_bars_stand_for_them():
    svg = drawings.seats_and_people(10, 40)
    assert "circle" not in svg
    assert 'class="f-places" y="2" width="45.5"' in svg
    assert 'class="f-demand" y="11" width="182.0"' in svg


def test_the_drawing_is_followed_by_its_sentence_and_hidden_itself():
    with translation.override("fr"):
        html = rendered("{% seats 2 7 %}")
    assert html.index('aria-hidden="true"') < html.index("7 demandes")


def test_the_cut_off_is_drawn_only_where_somebody_was_not_admitted():
    assert 'd="M26 0V14"' in drawings.admitted_and_not(2, 7)
    without = drawings.admitted_and_not(1, 0, free=2)
    assert "cut" not in without
    assert without.count('class="room"') == 2


def test_a_very_long_row_of_the_board_becomes_lengths():
    svg = drawings.admitted_and_not(10, 30, free=5)
    assert 'width="288"' in svg
    assert "circle" not in svg


def test_the_bar_of_ranks_adds_up_to_everybody():
    html = rendered("{% rank_bar counts 71 %}", counts=[131, 68, 32])
    assert 'viewBox="0 0 302 14"' in html
    assert '<g class="rank3"><rect x="199" width="32"' in html
    assert '<g class="rank0"><rect x="231" y="5" width="71"' in html


def test_an_empty_bar_is_no_error():
    assert "<rect" not in rendered("{% rank_bar counts %}", counts=[])
    assert 'width="0"' in rendered("{% pair_bars 0 0 0 %}")


def test_an_icon_is_drawn_and_not_read():
    html = rendered('{% icon "down" %}')
    assert html.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Vraiment ? Oui !", f"Vraiment{NBSP}? Oui{NBSP}!"),
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("10 % de 3 km", f"10{NBSP}% de 3{NBSP}km"),
        ("à 9 h 30", f"à 9{NBSP}h{NBSP}30"),
        ("2 places", f"2{NBSP}places"),
    ],
)
def test_signs_and_units_stay_with_their_word(written, kept):
    assert rendered("{{ t|nbsp }}", t=written) == kept


def test_nbsp_leaves_escaping_to_the_template():
    assert rendered("{{ t|nbsp }}", t="<b> ?") == f"&lt;b&gt;{NBSP}?"


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("fr", "1er", "2e"), ("nl", "1e", "2e"), ("de", "1.", "2."), ("en", "1st", "2nd")],
)
def test_a_rank_is_written_as_the_language_does(language, first, second):
    with translation.override(language):
        assert rendered('{{ 1|ordinal:"text" }} {{ 2|ordinal:"text" }}') == f"{first} {second}"


def test_a_rank_on_a_page_is_raised():
    with translation.override("fr"):
        assert rendered("{{ 2|ordinal }}") == "2<sup>e</sup>"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_context_and_offers_a_way_on(page):
    html = engines["django"].get_template(f"{page}.html").render()
    assert html.startswith("<!doctype html>")
    assert html.count("<h1") == 1
    assert 'class="btn btn-primary"' in html


def test_the_page_of_a_failure_asks_nothing_of_the_static_files(settings):
    """The list of hashed names may be what broke: 500.html uses plain addresses."""
    broken = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": broken}
    html = engines["django"].get_template("500.html").render()
    assert "static/core/tokens.css" in html


@pytest.mark.parametrize(
    ("language", "day", "listed"),
    [
        ("fr", "1er\u00a0mars\u00a02027", "lundi\u00a0; mardi\u00a0: 3"),
        ("de", "1.\u00a0März\u00a02027", "lundi; mardi: 3"),
        ("nl", "1\u00a0maart\u00a02027", "lundi; mardi: 3"),
    ],
)
def test_short_days_and_signs_follow_the_language(language, day, listed):
    drawn = "{{ day|date_short }} lundi{% semicolon %} mardi{% colon %} 3"
    with translation.override(language):
        assert rendered(drawn, day=date(2027, 3, 1)) == f"{day} {listed}"
