"""What the frame of every page shows: programme, edition, navigation, languages."""

from typing import Any

from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, Any]:
    return {}
