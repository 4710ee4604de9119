"""How somebody new begins: an address, and a mailed code (people)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from croisee.core.clock import now
from croisee.offers.forms.submitting import AddressForm
from croisee.people import limits
from croisee.people.actions import find_or_create_person
from croisee.people.limits import Limit
from croisee.people.views import arrival
from croisee.people.views.sign_in import sign_in

REGISTER = Limit("register-from-machine", 40, limits.ASK_FROM_MACHINE.every)


def ask_address(request: HttpRequest, form: AddressForm) -> HttpResponse | None:
    """Make the person known and hand over to the sign-in, which mails the code.

    Known and new addresses get the same answer (rule 9). None when the form must be shown again.
    `next` travels in the form.
    """
    if not form.is_valid():
        return None
    at = now()
    until = limits.spend(REGISTER, arrival.machine_of(request), at)
    if until is not None:
        form.add_error("email", arrival.too_often(until))
        return None
    language = (get_language() or "fr")[:2]
    find_or_create_person(
        form.cleaned_data["email"], first_name="", last_name="", at=at, language=language
    )
    return sign_in(request, registering=True)
