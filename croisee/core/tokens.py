"""Links and codes: 256 random bits go out, only their SHA-256 is stored (reliability rule 7)."""

import hashlib
import hmac
import secrets

from django.conf import settings


def new_token() -> str:
    """43 URL-safe characters, 256 bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits, to be typed; always used with an expiry and a limit of attempts."""
    return f"{secrets.randbelow(1_000_000):06d}"


def digest(token: str) -> str:
    """Hex SHA-256 of a token of full entropy."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_digest(purpose: str, secret: str) -> str:
    """Hex HMAC-SHA-256 with the installation's key, for secrets too short to be hashed bare."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"{purpose}|{secret}".encode(), "sha256"
    ).hexdigest()


def derived_token(purpose: str, identity: str) -> str:
    """A token that can be shown again to its owner because it is derived, not stored.

    `identity` carries a random nonce of the row, so that revoking is drawing a new nonce.
    """
    return keyed_digest(purpose, identity)
