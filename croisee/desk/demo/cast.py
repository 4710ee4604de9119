"""Who plays in the demo: the people of the sign-in page, all invented."""

from __future__ import annotations

from datetime import datetime

from croisee.directory.models import Territory
from croisee.editions.actions import grant_role
from croisee.editions.enums import RoleName
from croisee.editions.models import Programme
from croisee.people.models import Person

COORDINATORS = {
    "Namur": ("Aurore", "Pirotte", "081 55 02 17"),
    "Liège": ("Hakim", "Benslimane", "04 555 01 33"),
    "Hainaut": ("Sophie", "Vanneste", "065 55 04 08"),
    "Luxembourg": ("Luc", "Thiry", "063 55 07 21"),
    "Brabant wallon": ("Inès", "Delcourt", "010 55 09 44"),
}
ADMINISTRATOR = ("Claire", "Gillet", "081 55 00 10")
READER = ("Paul", "Henrion", "081 55 00 44")


def engage(programme: Programme, *, at: datetime) -> None:
    """Coordinators of the five provinces, an administrator, a steering reader."""
    provinces = {row.name_fr: row for row in Territory.objects.filter(kind="province")}
    for province, name in COORDINATORS.items():
        person = _person(*name, at=at)
        grant_role(
            person, RoleName.COORDINATOR, programme, territory=provinces[province], by=None, at=at
        )
    administrator = _person(*ADMINISTRATOR, at=at)
    Person.objects.filter(pk=administrator.pk).update(is_administrator=True)
    grant_role(administrator, RoleName.ADMINISTRATOR, programme, by=None, at=at)
    grant_role(_person(*READER, at=at), RoleName.STEERING_READER, programme, by=None, at=at)


def _person(first: str, last: str, phone: str, *, at: datetime) -> Person:
    email = f"{first}.{last}@reseau.example".lower().replace("è", "e").replace(" ", "")
    return Person.objects.create(
        first_name=first, last_name=last, email=email, phone=phone, created_at=at
    )
