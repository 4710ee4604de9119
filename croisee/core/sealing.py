"""Texts that leave with somebody and come back unread and unchanged: encrypted and signed.

What was sealed under a key that is no longer the installation's, or by another installation, comes
back as nothing: whoever unseals must do without.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(purpose: str, content: bytes) -> str:
    """`content` as URL-safe text that only this installation can read, for this purpose."""
    return _keys(purpose).encrypt(content).decode()


def unseal(purpose: str, text: str) -> bytes | None:
    """What was sealed; None when it was altered, or sealed elsewhere or for something else."""
    try:
        return _keys(purpose).decrypt(text.encode())
    except InvalidToken:
        return None


def _keys(purpose: str) -> MultiFernet:
    secrets = map(str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    digests = (hashlib.sha256(f"{purpose}|{secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
