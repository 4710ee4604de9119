"""Signing in without reading a mail, for tests of what comes after."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from croisee.people.models import Person


def signed_in(person: Person | None, *, second_factor: bool = True) -> Client:
    """A client in which `person` came in; staff showed their second factor too."""
    client = Client()
    if person is None:
        return client
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    if second_factor:
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, person, "mfa", type="totp")
        request.session.save()
    return client
