"""The mailbox of the demo: what left, as its readers would see it. Nowhere else does it exist."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from croisee.mail import mailbox as box
from croisee.mail.framing import framed, frames_own_pages, mail_frame

PAGE = 100
View = Callable[..., HttpResponse]


def demo_page(view: View) -> View:
    """Public in the demo, unknown on any other installation."""

    @login_not_required
    @never_cache
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_page
def mailbox(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:200]
    page = Paginator(box.kept_messages(words), PAGE).get_page(request.GET.get("page"))
    return render(request, "mail/mailbox.html", {"page": page, "words": words})


@demo_page
@frames_own_pages
def mailbox_message(request: HttpRequest, name: str) -> HttpResponse:
    mail = _mail(name)
    context = {
        "name": name,
        "subject": str(mail["Subject"] or ""),
        "to": str(mail["To"] or ""),
        "at": box.arrival_of(name),
        "headers": box.headers(mail),
        "text": box.body(mail, "plain"),
        "html": bool(box.body(mail, "html")),
        "attachments": box.attachments(mail),
    }
    return render(request, "mail/mailbox_message.html", context)


@demo_page
@mail_frame
def mailbox_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part, for the frame."""
    return framed(box.body(_mail(name), "html"))


@demo_page
def mailbox_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """An attachment, always as a file to keep, never shown."""
    for part in box.attachments(_mail(name)):
        if part.number == number:
            response = HttpResponse(part.content, content_type="application/octet-stream")
            response.headers["Content-Disposition"] = _as_file(part.name)
            return response
    raise Http404


def _mail(name: str) -> EmailMessage:
    mail = box.message(name)
    if mail is None:
        raise Http404
    return mail


def _as_file(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
