from collections.abc import Iterator
from typing import Any

import pytest

from tests.mail.sink import Sink, listening


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A listening server, and settings that send there by real SMTP."""
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    with listening(sink):
        yield sink
