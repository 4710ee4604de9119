"""Read the installation's settings from environment variables; every error names the variable."""

import os
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on", "oui"}


def flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in TRUE


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def count(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or len(value) > 3:
        raise ImproperlyConfigured(f"{name} is a small number, not {value!r}.")
    return int(value)


def required(name: str, why: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {why} (docs/operations.md).")
    return value


def origin(name: str, default: str) -> str:
    """The one address people type, such as https://croisee.example, without a path."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"{name} must look like https://croisee.example, not {value!r}.")
    return value


def database(url: str, data: Path) -> dict[str, object]:
    """Django's database settings from a URL; without one, an SQLite file in the data folder.

    SQLite runs with WAL, IMMEDIATE transactions, a 20 s busy timeout and full synchronous writes
    (reliability rule 2).
    """
    if not url:
        url = f"sqlite:///{data / 'croisee.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    raise ImproperlyConfigured("DATABASE_URL starts with postgresql:// or sqlite:///.")


def _sqlite(path: str) -> dict[str, object]:
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def _postgresql(split: SplitResult) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(split.path.lstrip("/")),
        "USER": unquote(split.username or ""),
        "PASSWORD": unquote(split.password or ""),
        "HOST": split.hostname or dict(parse_qsl(split.query)).get("host", ""),
        "PORT": str(split.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def smtp(url: str) -> dict[str, object]:
    """Django's e-mail settings from smtp://user:password@host:port; smtp+tls and smtps encrypt."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("SMTP_URL must look like smtp+tls://user:password@host:587.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
