"""An edition with one offer, and files handed in to it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from croisee.core.spreadsheets import Source
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked.actions import imports
from croisee.schemes.ranked.models import SheetImport
from tests import factories


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def by(edition: Edition) -> Person:
    return factories.make_role(edition)


@pytest.fixture
def offer(edition: Edition) -> Offer:
    return factories.make_offer(edition=edition, number="H001", title="Avant", places=4)


@pytest.fixture
def give(edition: Edition, by: Person, at: datetime) -> Callable[..., SheetImport]:
    """Hand a file in and read the difference."""

    def begin(hosts: Source | None = None, trainees: Source | None = None) -> SheetImport:
        stored = imports.begin_import(edition, (hosts, trainees), publish=True, by=by, at=at)
        return SheetImport.objects.get(pk=stored.pk)

    return begin
