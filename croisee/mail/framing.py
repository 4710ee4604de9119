"""A mail shown in a frame of a page, as its readers see it: its own style, no script, no network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

# The one place where inline style is allowed: a mail carries its own.
MAIL_POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-top-navigation-by-user-activation"],
}
# django-csp types its decorators for views without arguments.
frames_own_pages: Any = csp_update({"frame-src": [SELF]})
_mail_policy: Any = csp(MAIL_POLICY)
View = Callable[..., HttpResponse]


def mail_frame(view: View) -> View:
    """The view answers a whole mail, for a frame of our own pages."""
    framed: View = never_cache(xframe_options_sameorigin(_mail_policy(view)))
    return framed


def framed(html: str) -> HttpResponse:
    """The mail; a link in it opens in the whole window."""
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
