"""Which offer a choice names, however it is typed (IM-08)."""

import unicodedata
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from croisee.core.spreadsheets import CellError
from croisee.schemes.ranked.sheets import KnownOffer
from croisee.schemes.ranked.sheets.choices import Catalogue
from croisee.schemes.ranked.sheets.readings import NotReadError

CREPE = "Crèche L'Œillet"
OFFERS = Catalogue(
    [
        KnownOffer("H001", "Maison ouverte", "Suivre un intervenant"),
        KnownOffer("H005", CREPE, "Découverte du service"),
        KnownOffer("H010", "IMP 140 Le Cercle", "Immersion en atelier"),
        KnownOffer("H100", "Maison ouverte", "Découverte du service"),
        KnownOffer("H101", "Maison ouverte", "Découverte du service"),
    ],
    {"H121": 129},
)
NUMBERED = Catalogue([KnownOffer(str(n), f"Maison {n}", "Visite") for n in (1, 2, 12, 140)], {})
LABEL = f"H005 – {CREPE} : Découverte du service"


@pytest.mark.parametrize(
    "said",
    [
        "H005", "h005", "  H005 ", "H 005", "Ｈ００５", "H005.", "(H005)", "N° H005", "Offre H005",
        LABEL, f"  {LABEL} ", LABEL.lower(), LABEL.upper(), unicodedata.normalize("NFD", LABEL),
        LABEL.replace("–", "-"), LABEL.replace("–", "—"), LABEL.replace(" – ", ": "),
        LABEL.replace("'", "’"), LABEL[:40], f"H005 – {CREPE}", "H005 – Découverte du service",
        "H005\u00a0–\u00a0Crèche L'Œillet", "H005\n", "\u200bH005",
    ],
)  # fmt: skip
def test_a_choice_is_understood_without_a_word(said: str) -> None:
    chosen = OFFERS.read(said)
    assert (chosen.number, chosen.remark) == ("H005", "")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("H5", "H005"), ("H-005", "H005"), ("H0005", "H005"), ("1. H005", "H005"),
        (f"{CREPE} (H005)", "H005"), (f"{CREPE} : Découverte du service", "H005"),
    ],
)  # fmt: skip
def test_what_can_only_be_one_offer_is_taken_and_told(said: str, number: str) -> None:
    chosen = OFFERS.read(said)
    assert (chosen.number, chosen.remark) == (number, "number_read_as")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("H999", "unknown_offer"), ("H999 – Fermé", "unknown_offer"), ("H0051", "unknown_offer"),
        ("H005bis", "unknown_offer"), ("Crèche", "unknown_offer"), ("aucune idée", "unknown_offer"),
        ("Maison ouverte : Découverte du service", "unknown_offer"), (5, "unknown_offer"),
        ("H121", "refused_offer"), ("h121 – Centre Les Essais", "refused_offer"),
        ("H005 ou H010", "several_offers"), ("H001, H005", "several_offers"),
        ("H005/H121", "several_offers"), ("H001 H005 H010", "several_offers"),
        (True, "choice_unreadable"), (datetime(2026, 1, 5), "choice_unreadable"),
        ("\ud800", "choice_unreadable"), (CellError("#REF!"), "choice_unreadable"),
        ("H\x00005", "choice_unreadable"), ("\u200b", "choice_unreadable"),
    ],
)  # fmt: skip
def test_what_names_no_offer_is_left_out(said: Any, code: str) -> None:
    with pytest.raises(NotReadError) as refused:
        OFFERS.read(said)
    assert refused.value.code == code


def test_a_title_that_disagrees_is_told_and_the_number_counts() -> None:
    chosen = OFFERS.read("H005 – Atelier bois")
    assert (chosen.number, chosen.remark, chosen.label) == (
        "H005", "title_differs", f"{CREPE} : Découverte du service",
    )  # fmt: skip
    chosen = OFFERS.read("H005 – Maison ouverte : Suivre un intervenant")
    assert (chosen.number, chosen.remark, chosen.other) == ("H005", "title_of_other", "H001")


@pytest.mark.parametrize(
    ("said", "number"),
    [(12, "12"), (12.0, "12"), ("12", "12"), ("12.0", "12"), ("N°12", "12"),
     ("12 – Maison 12 : Visite", "12"),
     ("1", "1"), ("n° 2 - Maison 2", "2"), ("012", "12")],
)  # fmt: skip
def test_offers_numbered_without_letters(said: Any, number: str) -> None:
    assert NUMBERED.read(said).number == number


@pytest.mark.parametrize("said", ["1, 2", "1 ou 2", "1 - 2", "1/12", "3", "122", 1.5, "Maison 1"])
def test_plain_numbers_are_not_searched_in_a_text(said: Any) -> None:
    with pytest.raises(NotReadError):
        NUMBERED.read(said)


def test_the_number_of_a_title_is_no_other_offer() -> None:
    assert OFFERS.read("H010 – IMP 140 Le Cercle : Immersion en atelier").remark == ""
    assert NUMBERED.read("12 – IMP 140").number == "12"


def test_true_is_not_one() -> None:
    assert NUMBERED.read(1).number == "1"
    with pytest.raises(NotReadError):
        NUMBERED.read(True)


@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=80))
def test_any_text_is_an_offer_or_is_told(said: str) -> None:
    try:
        chosen = OFFERS.read(said)
    except NotReadError as problem:
        assert problem.code in (
            "unknown_offer", "refused_offer", "several_offers", "choice_unreadable",
        )  # fmt: skip
    else:
        assert chosen.number.startswith("H")
