from itertools import count
from typing import Any

from croisee.directory.models import Organisation, Sector, Service, Territory
from tests.factories.people import BIRTH

_numbers = count(1)


def make_province(name: str = "Namur") -> Territory:
    return Territory.objects.get_or_create(
        code=f"test-{name.lower()}", defaults={"kind": Territory.Kind.PROVINCE, "name_fr": name}
    )[0]


def make_sector(name: str = "Aide à la jeunesse") -> Sector:
    return Sector.objects.get_or_create(code=f"test-{abs(hash(name))}", defaults={"name_fr": name})[
        0
    ]


def make_organisation(**fields: Any) -> Organisation:
    defaults = {"name": f"AMO Le Grand Chêne {next(_numbers)}", "created_at": BIRTH}
    return Organisation.objects.create(**{**defaults, **fields})


def make_service(**fields: Any) -> Service:
    sectors = fields.pop("sectors", [])
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    defaults = {
        "address": "rue du Palier 3",
        "postcode": "5500",
        "locality": "Dinant",
        "province": fields.pop("province", None) or make_province(),
        "created_at": BIRTH,
    }
    service = Service.objects.create(**{**defaults, **fields})
    service.sectors.set(sectors)
    return service
