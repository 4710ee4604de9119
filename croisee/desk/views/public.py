"""The public pages that follow the edition: home, calendar, programme, all programmes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.desk.public import calendar_feed, last_year, overview, province_bars
from croisee.desk.public.home import days_left, invitation
from croisee.desk.public.stations import coming, here, stations_of
from croisee.desk.public.threads import threads_of
from croisee.editions import texts
from croisee.editions.enums import TextSlot
from croisee.editions.models import Edition
from croisee.editions.queries import current_edition
from croisee.offers.access import access_of
from croisee.offers.catalogue.snapshot import snapshot_of

NO_EDITION = "offers/public/no_edition.html"


@login_not_required
@require_safe
@gzip_page
def home(request: HttpRequest) -> HttpResponse:
    """Follows the phases by itself, or by the hand on their switches (IM-02)."""
    edition, at = current_edition(), now()
    if edition is None:
        return render(request, NO_EDITION)
    stations = stations_of(edition, at)
    station = here(stations)
    context = {
        "edition": edition,
        "stations": stations,
        "threads": threads_of(stations),
        "station": station,
        "number": stations.index(station) + 1 if station else 0,
        "next_station": coming(stations),
        "days_left": days_left(station, at) if station else 0,
        "invitation": invitation(request, station),
        "introduction": texts.text(edition, TextSlot.INTRODUCTION),
        "facts": last_year.facts(),
        "at": at,
        **_offered(request, edition),
    }
    return render(request, "desk/public/home.html", context)


def _offered(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """What the catalogue holds, for whom may read it."""
    if not access_of(request, edition, now()).allowed:
        return {"offer_count": 0, "bars": []}
    snapshot = snapshot_of(edition)
    bars = province_bars.bars_of(snapshot)
    index = snapshot.index
    return {
        "offer_count": len(index.rows),
        "host_count": len(set(index.organisations.tolist())),
        "given": int(index.capacity.sum() - index.left.sum()),
        "left": int(index.left.sum()),
        "bars": bars if any(bar.places for bar in bars) else [],
        "biggest": province_bars.biggest(bars),
    }


@login_not_required
@require_safe
@gzip_page
def calendar(request: HttpRequest) -> HttpResponse:
    """The dates of the edition, written out (IM-01)."""
    edition, at = current_edition(), now()
    if edition is None:
        return render(request, NO_EDITION)
    stations = stations_of(edition, at)
    feed_url = settings.ORIGIN + calendar_feed.address(get_language())
    context = {"edition": edition, "stations": stations, "feed_url": feed_url}
    return render(request, "desk/public/calendar.html", context)


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same dates for a calendar program; empty while there is no edition."""
    edition, at = current_edition(), now()
    url = settings.ORIGIN + reverse("desk:calendar")
    with override(calendar_feed.language_of(request)):
        stations = stations_of(edition, at) if edition else []
        body = calendar_feed.feed(edition, stations, url=url, at=at)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="croisee.ics"'
    return response


@login_not_required
@require_safe
@gzip_page
def programme(request: HttpRequest) -> HttpResponse:
    """What makes one want to: last year in figures, inspiring practices, things to share (IM-21, IM-27)."""
    edition = current_edition()
    if edition is None:
        return render(request, NO_EDITION)
    context = {
        "edition": edition,
        "introduction": texts.text(edition, TextSlot.INTRODUCTION),
        "practices": texts.text(edition, TextSlot.PRACTICES),
        "facts": last_year.facts(),
        "shares": last_year.share_links(str(edition), settings.ORIGIN + request.path),
    }
    return render(request, "desk/public/programme.html", context)


@login_not_required
@require_safe
@gzip_page
def programmes(request: HttpRequest) -> HttpResponse:
    """All programmes together, each with its edition and what comes next."""
    return render(
        request, "desk/public/programmes.html", {"programmes": overview.programmes(now())}
    )
