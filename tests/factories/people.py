from datetime import UTC, datetime
from itertools import count
from typing import Any

from croisee.people.models import Person

BIRTH = datetime(2026, 11, 1, 9, tzinfo=UTC)
_numbers = count(1)


def make_person(**fields: Any) -> Person:
    number = next(_numbers)
    defaults = {
        "first_name": "Noémie",
        "last_name": f"Lambert{number}",
        "email": f"noemie.lambert{number}@pro.example",
        "created_at": BIRTH,
    }
    return Person.objects.create(**{**defaults, **fields})
