"""Every message names somebody who answers, also outside the provinces that have a coordinator."""

from __future__ import annotations

from datetime import datetime

import pytest

from croisee.directory.models import Territory
from croisee.editions.emails import EditionLetters
from croisee.editions.enums import RoleName
from tests.factories import make_edition, make_role

pytestmark = pytest.mark.django_db


def _territories() -> tuple[Territory, Territory]:
    return Territory.objects.get(code="WNA"), Territory.objects.get(code="VOV")


def test_the_coordinator_of_the_province_answers(at: datetime) -> None:
    namur, gent = _territories()
    edition = make_edition()
    administrator = make_role(edition, RoleName.ADMINISTRATOR)
    coordinator = make_role(edition, territory=namur)
    letters = EditionLetters(edition, at=at)
    assert letters.coordinator(namur) == coordinator
    assert letters.coordinator(gent) == administrator
    assert letters.coordinator(None) == administrator


def test_a_coordinator_of_the_whole_programme_comes_before_the_administration(at: datetime) -> None:
    _namur, gent = _territories()
    edition = make_edition()
    make_role(edition, RoleName.ADMINISTRATOR)
    everywhere = make_role(edition)
    assert EditionLetters(edition, at=at).coordinator(gent) == everywhere


def test_a_programme_without_anybody_names_nobody(at: datetime) -> None:
    assert EditionLetters(make_edition(), at=at).coordinator(None) is None
