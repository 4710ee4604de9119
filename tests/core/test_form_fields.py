"""Fields of forms: cleaned texts (rule 11), numbers, days and times as people write them."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from croisee.core import form_fields as fields

HOSTILE = ["\ud800", "a\x00b", "\x1b[2J", "\ufffe", "x" * 100_000, "-" * 5000]
NUMBERS = ["9" * 30, "9" * 5000]
MADE = {
    "line": fields.LineField(required=False),
    "text": fields.TextField(required=False, least=5, too_short="Plus long."),
    "email": fields.EmailField(required=False),
    "postcode": fields.PostcodeField(required=False),
    "phone": fields.PhoneField(required=False),
    "number": fields.WholeNumberField(least=1, most=20, sentence="De 1 à 20.", required=False),
    "day": fields.DayField(required=False),
    "hour": fields.HourField(required=False),
    "pick": fields.PickField(choices=[("a", "A")], required=False),
    "ticks": fields.TicksField(choices=[("a", "A"), ("b", "B")], required=False),
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_refused_with_a_short_sentence(name, text):
    with pytest.raises(ValidationError) as refused:
        MADE[name].clean([text] if name == "ticks" else text)
    (sentence,) = refused.value.messages
    assert 5 < len(sentence) < 160


@pytest.mark.parametrize("name", sorted(MADE.keys() - {"line", "text", "email"}))
@pytest.mark.parametrize("number", NUMBERS)
def test_endless_numbers_are_refused(name, number):
    with pytest.raises(ValidationError):
        MADE[name].clean([number] if name == "ticks" else number)


@pytest.mark.parametrize("name", MADE)
@given(text=st.text())
def test_any_text_is_taken_or_refused(name, text):
    field = MADE[name]
    try:
        field.clean([text] if name == "ticks" else text)
    except ValidationError as refused:
        assert refused.messages
    shown = field.bound_data(text, None) if name != "ticks" else ""
    str(shown).encode("utf-8")


def test_line_ends_become_spaces_in_a_line_and_stay_in_a_text():
    assert MADE["line"].clean(" a\r\nb ") == "a b"
    assert MADE["text"].clean("un\r\ndeux") == "un\ndeux"


def test_a_text_too_short_asks_for_more():
    with pytest.raises(ValidationError, match=r"Plus long\."):
        MADE["text"].clean("oui")


@pytest.mark.parametrize("typed", ["5500", " B-5500", "b 5500"])
def test_postcodes(typed):
    assert MADE["postcode"].clean(typed) == "5500"


@pytest.mark.parametrize("typed", ["550", "55000", "0500", "5 500", "Dinant", "٥٥٠٠"])
def test_what_is_no_belgian_postcode(typed):
    with pytest.raises(ValidationError):
        MADE["postcode"].clean(typed)


@pytest.mark.parametrize("typed", ["082 55 01 42", "+32 471 12.34.56", "0032 82 55 01 42"])
def test_phone_numbers_are_kept_as_typed(typed):
    assert MADE["phone"].clean(typed) == typed


@pytest.mark.parametrize("typed", ["12", "par courriel", "+999 1234"])
def test_what_is_no_phone_number(typed):
    with pytest.raises(ValidationError):
        MADE["phone"].clean(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9 h", time(9)),
        ("9h30", time(9, 30)),
        ("13:15", time(13, 15)),
        ("13.15", time(13, 15)),
        ("09", time(9)),
        ("9 uur", time(9)),
    ],
)
def test_times_as_people_write_them(typed, expected):
    assert MADE["hour"].clean(typed) == expected


@pytest.mark.parametrize("typed", ["20/04/2027", "20.4.2027", "20-04-2027", "2027-04-20"])
def test_days_as_people_write_them(typed):
    assert MADE["day"].clean(typed) == date(2027, 4, 20)


@pytest.mark.parametrize(("language", "shown"), [("fr", "20/04/2027"), ("de", "20.04.2027")])
def test_a_day_stands_in_its_field_as_the_reader_types_it(language, shown):
    with translation.override(language):
        field = MADE["day"].widget
        assert f'value="{shown}"' in field.render("day", date(2027, 4, 20))
        assert 'value="20/4"' in field.render("day", "20/4"), "what was typed stays"
        assert MADE["day"].clean(shown) == date(2027, 4, 20)


@pytest.mark.parametrize("typed", ["0", "21", "-1", "1,5", "deux", "1e3"])
def test_numbers_out_of_bounds_get_the_one_sentence(typed):
    with pytest.raises(ValidationError, match="De 1 à 20"):
        MADE["number"].clean(typed)


def test_ticks_come_in_the_order_of_the_list():
    assert MADE["ticks"].clean(["b", "a", "b"]) == ["a", "b"]


def test_a_required_field_says_so():
    with pytest.raises(ValidationError, match="Répondez à cette question"):
        fields.LineField().clean("  ")


@pytest.mark.parametrize("text", ["31/12/9999", "01/01/0001", "31/12/1999", "2200-01-01"])
def test_a_day_of_another_age_is_told(text):
    """What is reckoned from it, the day after or a year later, must be a day as well."""
    with pytest.raises(ValidationError) as refused:
        fields.DayField().clean(text)
    assert refused.value.messages == ["Écrivez une année de 2000 à 2199."]
