"""A NUL in an address, in a path or in a question, reaches nothing (reliability rule 11)."""

import pytest
from django.test import Client

from tests.factories import make_edition, make_offer

pytestmark = pytest.mark.django_db


def test_a_nul_in_a_path_names_nothing(client: Client) -> None:
    make_edition()
    assert client.get("/offres/%00/").status_code == 404


def test_a_nul_in_a_question_is_left_out(client: Client) -> None:
    make_offer(title="La rue comme bureau")
    page = client.get("/catalogue/?q=ru%00e&tri=%00&province=%00")
    assert page.status_code == 200
