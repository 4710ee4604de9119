"""A postcode outside the programme's provinces is asked about once, beside the field (IM-14)."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.editions.queries import provinces_of
from croisee.offers.forms.host import PlaceForm
from croisee.offers.forms.postcode import OUTSIDE, PostcodeForm
from croisee.schemes.ranked.forms.participant import WorkForm
from tests.factories import make_edition, make_role

pytestmark = pytest.mark.django_db


def province(name: str) -> Territory:
    return Territory.objects.get(kind=Territory.Kind.PROVINCE, name_fr=name)


@pytest.fixture
def edition() -> Edition:
    made = make_edition()
    for name in ("Namur", "Hainaut"):
        make_role(made, territory=province(name))
    return made


def said(
    form: type[PostcodeForm], edition: Edition, code: str, stored: str = "", **more: str
) -> tuple[list[str], PostcodeForm]:
    data = QueryDict(mutable=True)
    data.update({"postcode": code, **more})
    filled = form(data, stored={"postcode": stored}, edition=edition)
    return list(filled.errors.get("postcode", [])), filled


@pytest.mark.parametrize(
    ("form", "meaning"),
    [(PlaceForm, "si l’offre peut être publiée"), (WorkForm, "Vous pouvez vous inscrire")],
)
def test_it_says_what_it_means_and_takes_it_the_second_time(
    edition: Edition, form: type[PostcodeForm], meaning: str
) -> None:
    [sentence], filled = said(form, edition, "9000")
    assert sentence.startswith("9000 Gand (Flandre orientale) est hors du territoire")
    assert "Hainaut et Namur." in sentence
    assert meaning in sentence
    kept = filled[OUTSIDE].value()
    assert said(form, edition, "9000", **{OUTSIDE: kept})[0] == []
    assert len(said(form, edition, "8000", **{OUTSIDE: kept})[0]) == 1
    assert OUTSIDE not in filled.answers()


def test_inside_or_said_before_or_saved_for_later_nothing_is_asked(edition: Edition) -> None:
    assert said(PlaceForm, edition, "5000")[0] == []
    assert said(PlaceForm, edition, "9000", stored="9000")[0] == []
    form = PlaceForm(QueryDict("postcode=9000"), stored={}, edition=edition)
    form.unfinished()
    assert "postcode" not in form.errors


def test_a_programme_coordinated_everywhere_is_bounded_by_nothing(edition: Edition) -> None:
    make_role(edition, territory=None)
    assert provinces_of(edition) == []
    assert said(PlaceForm, edition, "9000")[0] == []


def test_an_edition_of_one_province_is_bounded_by_it(edition: Edition) -> None:
    edition.territory = province("Liège")
    assert provinces_of(edition) == [province("Liège")]
    assert len(said(WorkForm, edition, "5000")[0]) == 1
