"""Newsletter and calls: asked for or stopped in one's space, or stopped from the foot of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from croisee.core.clock import now
from croisee.people.actions import ask_for_news, refuse_announcements
from croisee.people.announcements import person_of
from croisee.people.views import arrival


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The person's own choice, from « Mon espace »."""
    if "want" in request.POST:
        ask_for_news(request.user, by=request.user, at=now())
        messages.success(request, _("C’est noté : vous recevrez le courrier."))
    else:
        refuse_announcements(request.user, by=request.user, at=now())
        messages.success(request, _("C’est noté : plus d’annonce ni de courrier."))
    return redirect(arrival.next_of(request) or "my_space")


@csrf_exempt  # RFC 8058: mail readers POST here by themselves, with neither page nor cookie
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, person_id: int, token: str) -> HttpResponse:
    """GET shows a button, because scanners follow links; POST acts, as often as one likes (rule 7)."""
    person = person_of(person_id, token)
    if person is not None and request.method == "POST":
        if "again" in request.POST:
            ask_for_news(person, by=person, at=now())
        else:
            refuse_announcements(person, by=person, at=now())
    context = {"one": person, "stopped": person and person.announcements_refused_at}
    with translation.override(person.language if person else translation.get_language()):
        status = 200 if person else 404
        return render(request, "people/announcements.html", context, status=status)
