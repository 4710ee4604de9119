"""The clock. Only views, tasks and commands ask it; everything below receives `at`."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()
