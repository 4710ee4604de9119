from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from croisee.directory.models import Territory
from croisee.editions.enums import PhaseKind, RoleName
from croisee.editions.models import Edition, Phase, Programme, RoleGrant
from croisee.people.models import Person
from tests.factories.people import BIRTH, make_person

_numbers = count(1)

PHASES = {
    PhaseKind.HOSTS: (datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2027, 1, 15, 23, tzinfo=UTC)),
    PhaseKind.PRIORITY: (
        datetime(2027, 1, 25, 8, tzinfo=UTC),
        datetime(2027, 2, 5, 23, tzinfo=UTC),
    ),
    PhaseKind.TRAINEES: (
        datetime(2027, 2, 8, 8, tzinfo=UTC),
        datetime(2027, 2, 26, 11, tzinfo=UTC),
    ),
    PhaseKind.MATCHING: (
        datetime(2027, 2, 26, 11, tzinfo=UTC),
        datetime(2027, 3, 15, 8, tzinfo=UTC),
    ),
    PhaseKind.IMMERSIONS: (
        datetime(2027, 4, 12, 6, tzinfo=UTC),
        datetime(2027, 7, 2, 16, tzinfo=UTC),
    ),
    PhaseKind.FEEDBACK: (
        datetime(2027, 7, 2, 16, tzinfo=UTC),
        datetime(2027, 9, 30, 16, tzinfo=UTC),
    ),
}


def make_programme(**fields: Any) -> Programme:
    number = next(_numbers)
    defaults = {"slug": f"immersion-{number}", "name": "Immersion 0-23", "created_at": BIRTH}
    return Programme.objects.create(**{**defaults, **fields})


def make_edition(*, with_phases: bool = True, **fields: Any) -> Edition:
    if "programme" not in fields:
        fields["programme"] = make_programme()
    defaults = {
        "slug": "2027",
        "name_fr": fields.pop("name", "édition 2027"),
        "scheme": "ranked",
        "state": Edition.State.RUNNING,
        "languages": ["fr", "de"],
        "starts_on": date(2026, 11, 23),
        "ends_on": date(2027, 9, 30),
        "created_at": BIRTH,
    }
    edition = Edition.objects.create(**{**defaults, **fields})
    if with_phases:
        Phase.objects.bulk_create(
            Phase(edition=edition, kind=kind, opens_at=opens, closes_at=closes)
            for kind, (opens, closes) in PHASES.items()
        )
    return edition


def make_role(
    edition: Edition,
    role: str = RoleName.COORDINATOR,
    territory: Territory | None = None,
    person: Person | None = None,
) -> Person:
    """A person holding the role in the edition's programme."""
    person = person or make_person()
    RoleGrant.objects.create(
        person=person, role=role, programme=edition.programme, territory=territory, granted_at=BIRTH
    )
    return person
