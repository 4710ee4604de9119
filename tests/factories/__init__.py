"""Makers of objects for tests, one function each, with believable defaults."""

from tests.factories.directory import make_organisation, make_province, make_sector, make_service
from tests.factories.editions import make_edition, make_programme, make_role
from tests.factories.offers import make_offer
from tests.factories.people import make_person
from tests.factories.ranked import make_application, make_decision, make_round

__all__ = [
    "make_application",
    "make_decision",
    "make_edition",
    "make_offer",
    "make_organisation",
    "make_person",
    "make_programme",
    "make_province",
    "make_role",
    "make_round",
    "make_sector",
    "make_service",
]
