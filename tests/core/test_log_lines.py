"""No token of an address reaches the log (reliability rule 7)."""

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from croisee.core.tokens import derived_token, new_token


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/courrier/1/{}/", "/reponse/contact/1/1/{}/", "/essai/1/{}/"])
@pytest.mark.parametrize("token", [new_token(), derived_token("answer", "1")])
def test_an_address_that_is_over_is_told_without_its_token(
    caplog: pytest.LogCaptureFixture, address: str, token: str
) -> None:
    shown = dict(settings.LOGGING["formatters"]["line"])
    formatter = import_string(shown.pop("()"))(shown["format"], style=shown["style"])
    with caplog.at_level(logging.WARNING, "django.request"):
        assert Client().get(address.format(token)).status_code == 404
    line = formatter.format(caplog.records[-1])
    assert token in caplog.records[-1].getMessage() and token not in line
    assert line.endswith(f"Not Found: {address.format('…')}")
