"""The public pages made of texts: golden rules, conditions, FAQ, who may take part, statements."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.desk.public.people_to_ask import coordinators_by_territory
from croisee.editions import texts
from croisee.editions.enums import Audience, DocumentKind, TextSlot
from croisee.editions.queries import current_edition

NO_EDITION = "offers/public/no_edition.html"


def _documents_page(request: HttpRequest, kind: str, title: str, lead: str) -> HttpResponse:
    """Both sets of a document, hosts first, with the version in force."""
    edition = current_edition()
    if edition is None:
        return render(request, NO_EDITION)
    hosts, trainees = texts.documents(edition, kind, (Audience.HOST, Audience.TRAINEE), now())
    context = {
        "edition": edition,
        "title": title,
        "lead": lead,
        "sections": [
            ("hotes", _("Pour les hôtes"), hosts),
            ("stagiaires", _("Pour les stagiaires"), trainees),
        ],
    }
    return render(request, "desk/public/documents.html", context)


@login_not_required
@require_safe
@gzip_page
def golden_rules(request: HttpRequest) -> HttpResponse:
    """One set for hosts, one for trainees (IM-16)."""
    lead = _(
        "Ce qui fait une immersion réussie, pour celles et ceux qui accueillent comme pour les autres."
    )
    return _documents_page(request, DocumentKind.GOLDEN_RULES, _("Règles d’or"), lead)


@login_not_required
@require_safe
@gzip_page
def conditions(request: HttpRequest) -> HttpResponse:
    """What one agrees to when registering (IM-17)."""
    lead = _("Vous les acceptez en vous inscrivant ; le courriel de confirmation les rappelle.")
    return _documents_page(request, DocumentKind.CONDITIONS, _("Conditions de participation"), lead)


def _text_page(request: HttpRequest, slot: str, title: str) -> HttpResponse:
    edition = current_edition()
    if edition is None:
        return render(request, NO_EDITION)
    context = {"edition": edition, "title": title, "shown": texts.text(edition, slot)}
    return render(request, "desk/public/text.html", context)


@login_not_required
@require_safe
@gzip_page
def faq(request: HttpRequest) -> HttpResponse:
    return _text_page(request, TextSlot.FAQ, _("Questions fréquentes"))


@login_not_required
@require_safe
@gzip_page
def eligibility(request: HttpRequest) -> HttpResponse:
    """Who may take part (IM-14)."""
    return _text_page(request, TextSlot.ELIGIBILITY, _("Qui peut participer ?"))


@login_not_required
@require_safe
@gzip_page
def coordinators(request: HttpRequest) -> HttpResponse:
    """Whom to ask, by province (IM-01)."""
    edition = current_edition()
    if edition is None:
        return render(request, NO_EDITION)
    groups = coordinators_by_territory(edition, now())
    return render(request, "desk/public/coordinators.html", {"edition": edition, "groups": groups})


def _house_page(request: HttpRequest, name: str, title: str) -> HttpResponse:
    edition = current_edition()
    programme = edition.programme if edition else None
    context: dict[str, Any] = {
        "title": title,
        "shown": texts.house_text(name),
        "organiser": programme.organiser if programme else "",
        "contact": programme.contact_email if programme else "",
        "origin": settings.ORIGIN,
    }
    return render(request, "desk/public/statement.html", context)


@login_not_required
@require_safe
@gzip_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return _house_page(request, "accessibility", _("Déclaration d’accessibilité"))


@login_not_required
@require_safe
@gzip_page
def privacy(request: HttpRequest) -> HttpResponse:
    return _house_page(request, "privacy", _("Vie privée"))
