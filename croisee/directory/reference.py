"""The reference lists in the database, from the files of `data/` (credits: data/README.md).

Loading again changes what changed in the files and keeps everything that refers to it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from croisee.core.text import fold
from croisee.directory.models import Postcode, Profession, Sector, Territory

DATA = Path(__file__).parent / "data"
NAMES = ("name_fr", "name_nl", "name_de", "name_en")


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@transaction.atomic
def load_reference() -> None:
    """Provinces, municipalities, postcodes, sectors, professions: idempotent, a few queries."""
    _upsert(Territory, _provinces(), "code")
    provinces = dict(Territory.objects.filter(kind="province").values_list("code", "id"))
    _upsert(Territory, _municipalities(provinces), "code")
    municipalities = dict(Territory.objects.filter(kind="municipality").values_list("code", "id"))
    _upsert(Postcode, _postcodes(municipalities), "country", "code")
    _upsert(Sector, _listed(Sector, "sectors"), "code")
    _upsert(Profession, _listed(Profession, "professions"), "code")


def _upsert(model: type[Model], objects: list[Any], *unique: str) -> None:
    updated = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in unique
    ]
    model._default_manager.bulk_create(
        objects, update_conflicts=True, unique_fields=unique, update_fields=updated, batch_size=500
    )


def _names(row: dict[str, str]) -> dict[str, str]:
    return {name: row.get(name[-2:], "") for name in NAMES}


def _provinces() -> list[Territory]:
    return [
        Territory(kind="province", code=row["code"], **_names(row)) for row in rows("provinces")
    ]


def _municipalities(provinces: dict[str, int]) -> list[Territory]:
    return [
        Territory(
            kind="municipality",
            code=row["nis"],
            parent_id=provinces[row["province"]],
            **_names(row),
        )
        for row in rows("municipalities")
    ]


def _postcodes(municipalities: dict[str, int]) -> list[Postcode]:
    """One object a postcode; the first row of the file decides when it has several localities."""
    found: dict[str, Postcode] = {}
    localities: dict[str, dict[str, None]] = {}
    for row in rows("postcodes"):
        names = localities.setdefault(row["postcode"], {})
        names.update(dict.fromkeys(filter(None, (row["locality_fr"], row["locality_nl"]))))
        found.setdefault(
            row["postcode"],
            Postcode(
                code=row["postcode"],
                municipality_id=municipalities[row["municipality"]],
                latitude=float(row["lat"]) if row["lat"] else None,
                longitude=float(row["lon"]) if row["lon"] else None,
            ),
        )
    for code, postcode in found.items():
        postcode.localities = ", ".join(localities[code])[:300]
    return list(found.values())


def _listed(model: type[Sector] | type[Profession], name: str) -> list[Any]:
    return [
        model(code=row["code"], order=order, aliases=_aliases(row), **_names(row))
        for order, row in enumerate(rows(name))
    ]


def _aliases(row: dict[str, str]) -> str:
    """All the names a list entry is known by, folded, one a line."""
    names = [*_names(row).values(), *row.get("aliases", "").split("|")]
    return "\n".join(dict.fromkeys(filter(None, map(fold, names))))
