"""The text cleaner (reliability.md, rules 8 and 11)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from croisee.core.text import TextRefusedError, clean_text, email_key, fold, printable

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]))


def cleaned(text: str, **options: bool) -> str:
    return clean_text(text, max_length=100, **options)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\ud800b", "surrogate"),
        ("a\x00b", "control"),
        ("a\x07b", "control"),
        ("a\x0bb", "control"),
        ("a\x85b", "control"),
        ("a\uffffb", "control"),
        ("x" * 101, "too_long"),
    ],
)
def test_some_texts_are_refused(text: str, code: str) -> None:
    with pytest.raises(TextRefusedError) as refused:
        cleaned(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Anne\u00a0 Dupont\t", "Anne Dupont"),
        ("He\u0301le\u0300ne", "Hélène"),
        ("deux\r\nlignes", "deux lignes"),
        ("e\u200bmail\ufeff", "email"),
        ("\u202eabc\u202c", "abc"),
        ("👩\u200d⚕", "👩\u200d⚕"),
        ("\u200b \u00a0", ""),
    ],
)
def test_a_single_line_text_is_tidied(text: str, clean: str) -> None:
    assert cleaned(text) == clean


def test_a_text_of_several_lines_keeps_them() -> None:
    assert cleaned(" a  b \r\n\r\n c\u2028d ", single_line=False) == "a b\n\nc\nd"


def test_nothing_is_cut_silently() -> None:
    with pytest.raises(TextRefusedError) as refused:
        clean_text("abcdef", max_length=5)
    assert (refused.value.length, refused.value.max_length) == (6, 5)


@given(ANY_TEXT)
def test_what_is_accepted_can_be_stored_and_stays_the_same(text: str) -> None:
    try:
        clean = cleaned(text)
    except TextRefusedError:
        return
    clean.encode()
    assert "\x00" not in clean
    assert "\n" not in clean
    assert unicodedata.is_normalized("NFC", clean)
    assert cleaned(clean) == clean


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Éducateur·rice  ", "educateurrice"),
        ("L’Œuvre — « Ça »", "l oeuvre ca"),
        ("E\u0301COLE", "ecole"),
        ("N°", "n"),
        ("Secteur(s)", "secteur s"),
        ("Straße", "strasse"),
        ("１er choix", "1er choix"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT)
def test_folding_twice_is_folding_once_and_never_fails(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_the_key_of_an_address_ignores_case_and_width() -> None:
    assert email_key(" Anne.DUPONT@Pro.Example ") == "anne.dupont@pro.example"
    assert email_key("ａnne@pro.example") == "anne@pro.example"


@given(ANY_TEXT)
def test_a_refused_text_can_still_be_quoted(text: str) -> None:
    shown = printable(text, 20)
    shown.encode()
    assert len(shown) <= 20
    assert "\n" not in shown
