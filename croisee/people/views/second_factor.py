"""The second factor: allauth's pages, at our addresses, in our words."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from croisee.people import spent_codes


class SetUpView(ActivateTOTPView):
    """Who has just typed a right code has shown the factor in this session."""

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        spent_codes.spend(self.request.user, form.cleaned_data["code"])
        response = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, "mfa", type="totp", reauthenticated=True
        )
        return response


def reauthenticate(request: HttpRequest) -> HttpResponse:
    """The only way to confirm who one is here is the second factor."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")
