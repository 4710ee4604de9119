"""What every test may use. A test without the `db` mark touches no database."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def at() -> datetime:
    """The instant tests act at: a Tuesday at 17:40 in Brussels."""
    return datetime(2027, 2, 16, 16, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plain_static_files(settings) -> None:  # type: ignore[no-untyped-def]
    """Templates need no collected files in tests; the browser tests serve the real ones."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
