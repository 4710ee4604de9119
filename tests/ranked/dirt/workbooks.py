"""Small spreadsheets of hosts and trainees, made row by row, with whatever dirt a test wants."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from croisee.core.spreadsheets import Source, from_bytes
from croisee.schemes.ranked.sheets import EditionSheets, Problem, read_edition

HOST = {
    "Horodateur": datetime(2026, 11, 23, 9, 37),
    "N°": "H001",
    "Nom de l'institution": "Maison Haute",
    "Adresse": "Rue Haute 1",
    "Code postal": "5030",
    "Localité": "Gembloux",
    "Secteur(s)": "Handicap, Aide à la jeunesse",
    "Personne de contact": "Noa Dumont",
    "Fonction": "Direction",
    "E-mail": "contact@maison.example",
    "Téléphone": "081 00 00 00",
    "Intitulé de l'immersion": "Découverte du service",
    "Ce à quoi le stagiaire sera confronté": "Entretiens.",
    "Profession(s) à suivre": "Direction",
    "Nombre de places": 2,
    "Durée": "1 jour",
    "Jours possibles": "lundi, mardi",
    "Dates suggérées (facultatif)": None,
    "Langue(s)": "français",
    "J'accepte les conditions de participation": "Oui",
}
TRAINEE = {
    "Horodateur": datetime(2027, 1, 25, 9, 53),
    "Prénom": "Anne",
    "Nom": "Martin",
    "E-mail professionnel": "anne@pro.example",
    "Téléphone": "0491 00 00 00",
    "Profession": "Infirmière",
    "Institution": "CPAS",
    "Code postal du lieu de travail": "4960",
    "Secteur": "Handicap",
    "Je travaille dans un service hôte (inscription prioritaire)": None,
    "Choix 1": "H001",
    "Choix 2": None,
    "Choix 3": None,
    "Mes attentes": "Développer",
    "J'accepte les conditions de participation": "Oui",
}
# Short names, so that a test says what matters only.
HOST_NAMES = {
    "at": "Horodateur",
    "number": "N°",
    "name": "Nom de l'institution",
    "email": "E-mail",
    "places": "Nombre de places",
    "title": "Intitulé de l'immersion",
    "postcode": "Code postal",
    "phone": "Téléphone",
    "dates": "Dates suggérées (facultatif)",
    "duration": "Durée",
    "conditions": "J'accepte les conditions de participation",
    "face": "Ce à quoi le stagiaire sera confronté",
}
TRAINEE_NAMES = {
    "at": "Horodateur",
    "first": "Prénom",
    "last": "Nom",
    "email": "E-mail professionnel",
    "phone": "Téléphone",
    "employer": "Institution",
    "postcode": "Code postal du lieu de travail",
    "priority": "Je travaille dans un service hôte (inscription prioritaire)",
    "one": "Choix 1",
    "two": "Choix 2",
    "three": "Choix 3",
    "conditions": "J'accepte les conditions de participation",
}

ERROR = "=NA()"  # a cell that shows #N/A

Rows = Sequence[Sequence[Any]]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx file of the given sheets; a text beginning with = is a formula."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(number, column, value, moment)
                    elif value == ERROR:
                        sheet.write_formula(number, column, "=NA()", value="#N/A")
                    elif isinstance(value, str) and not value.startswith("="):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write(number, column, value)
    return stream.getvalue()


def table(*records: Mapping[str, Any]) -> list[list[Any]]:
    """Headings, then the records' values in the order of the first one."""
    headings = list(records[0])
    return [headings, *([record.get(heading) for heading in headings] for record in records)]


def host(**changed: Any) -> dict[str, Any]:
    """One host's answer."""
    return HOST | {HOST_NAMES[name]: value for name, value in changed.items()}


def trainee(**changed: Any) -> dict[str, Any]:
    """One trainee's answer."""
    return TRAINEE | {TRAINEE_NAMES[name]: value for name, value in changed.items()}


def hosts_file(*records: Mapping[str, Any]) -> Source:
    """The hosts' spreadsheet."""
    return from_bytes("hotes.xlsx", workbook({"Réponses": table(*(records or [host()]))}))


def trainees_file(*records: Mapping[str, Any]) -> Source:
    """The trainees' spreadsheet."""
    return from_bytes("stagiaires.xlsx", workbook({"Réponses": table(*(records or [trainee()]))}))


def read_hosts(*records: Mapping[str, Any]) -> EditionSheets:
    """What is read from hosts only."""
    return read_edition(hosts_file(*records), None)


def read(hosts: Sequence[Mapping[str, Any]], *trainees: Mapping[str, Any]) -> EditionSheets:
    """What is read from both."""
    return read_edition(hosts_file(*hosts), trainees_file(*trainees))


def told(edition: EditionSheets, code: str) -> list[Problem]:
    """The problems with this code."""
    return [problem for problem in edition.problems if problem.code == code]


def plain(text: str) -> str:
    """Without the no-break spaces of French typography."""
    return text.replace("\u00a0", " ")


def codes(edition: EditionSheets) -> list[str]:
    """What was told, formulas left aside."""
    return [problem.code for problem in edition.problems if problem.code != "formulas"]
