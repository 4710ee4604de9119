"""Belgian enterprise numbers: ten digits, the last two being 97 minus the first eight modulo 97."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def normal_form(text: str) -> str:
    """The digits alone: '0840.555.973' and 'BE 0840 555 973' give '0840555973'."""
    digits = re.sub(r"^BE", "", re.sub(r"[\s.\-/]", "", text.upper()))
    return digits.zfill(10) if len(digits) == 9 else digits


def is_valid(number: str) -> bool:
    if not re.fullmatch(r"[01][0-9]{9}", number):
        return False
    return 97 - int(number[:8]) % 97 == int(number[8:])


def validate_enterprise_number(text: str) -> None:
    if text and not is_valid(normal_form(text)):
        raise ValidationError(
            _(
                "Ce numéro d’entreprise n’est pas valable : vérifiez ses dix chiffres (0840.555.973)."
            ),
            code="enterprise_number",
        )
