"""A trainee, signed in, while registration is open."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from croisee.editions.enums import Audience
from tests import factories
from tests.offers.host_answers import make_documents

WHILE_TRAINEES_REGISTER = datetime(2027, 2, 16, 10, tzinfo=UTC)


@pytest.fixture
def at_time(set_clock):
    set_clock(WHILE_TRAINEES_REGISTER)
    return set_clock


@pytest.fixture
def edition(at_time):
    edition = factories.make_edition()
    make_documents(edition, Audience.TRAINEE)
    return edition


@pytest.fixture
def person():
    return factories.make_person(first_name="", last_name="", email="samir@tilleul.example")


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client
