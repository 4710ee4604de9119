"""Removing the second factor of somebody who lost it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.desk import people, rules, second_factor
from croisee.editions.guards import administration_page
from croisee.editions.models import Edition
from croisee.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@administration_page
def remove(request: HttpRequest, edition: Edition, person_id: int) -> HttpResponse:
    """For whom this is nothing to do here, the page does not exist; then one's own factor is asked."""
    person = people.PEOPLE.load(edition, person_id)
    if person is None or not rules.may_remove_second_factor(
        request.user, person, edition.programme, now()
    ):
        raise Http404
    return _confirmed(request, edition, person)


@reauthentication_required
def _confirmed(request: HttpRequest, edition: Edition, person: Person) -> HttpResponse:
    """Say what it does, then do it."""
    if request.method != "POST":
        context = {"edition": edition, "one": person}
        return render(request, "desk/office/second_factor.html", context)
    if second_factor.remove(edition, person, by=request.user, at=now()):
        told = _("C’est retiré ; un message part à %(to)s.") % {"to": person.email}
        messages.success(request, told)
    return redirect("desk:person", edition.pk, person.pk)
