"""Why a file cannot be used at all: one clear French sentence per cause (reliability.md, rule 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

SENTENCES: Final = {
    "missing": _("Le fichier « %(file)s » n’existe pas."),
    "directory": _("« %(file)s » est un dossier, pas un fichier."),
    "not_a_file": _("« %(file)s » n’est pas un fichier ordinaire."),
    "unreadable": _("Le fichier « %(file)s » ne peut pas être ouvert : vérifiez vos droits."),
    "empty": _("Le fichier « %(file)s » est vide."),
    "too_big": _("Le fichier « %(file)s » est trop gros : au plus %(limit)s Mo."),
    "encrypted": _(
        "Le fichier « %(file)s » est protégé par un mot de passe : "
        "enregistrez-le sans mot de passe."
    ),
    "old_excel": _(
        "Le fichier « %(file)s » est à l’ancien format d’Excel (.xls) : "
        "enregistrez-le au format .xlsx."
    ),
    "open_document": _(
        "Le fichier « %(file)s » est au format OpenDocument : enregistrez-le au format .xlsx."
    ),
    "binary_excel": _(
        "Le fichier « %(file)s » est un classeur binaire (.xlsb) : enregistrez-le au format .xlsx."
    ),
    "not_a_spreadsheet": _(
        "Le fichier « %(file)s » n’est pas un classeur Excel (.xlsx) : "
        "ouvrez-le dans votre tableur et enregistrez-le au format .xlsx."
    ),
    "damaged": _("Le fichier « %(file)s » est abîmé ou incomplet : enregistrez-le à nouveau."),
    "inflated": _(
        "Le fichier « %(file)s » est refusé : une fois décompressé, il dépasserait la taille permise."
    ),
    "doctype": _(
        "Le fichier « %(file)s » est refusé : il contient une déclaration (DOCTYPE) "
        "qu’aucun tableur n’écrit."
    ),
    "too_many_cells": _("Le fichier « %(file)s » contient trop de cellules pour être lu."),
    "too_many_rows": _("Le fichier « %(file)s » compte plus de %(limit)s lignes remplies."),
    "too_many_columns": _("Le fichier « %(file)s » compte plus de %(limit)s colonnes."),
    "too_much_text": _("Le fichier « %(file)s » contient trop de texte pour être lu."),
    "no_sheet": _("Le fichier « %(file)s » ne contient aucune feuille de calcul."),
    "unwritable": _(
        "Le fichier « %(file)s » ne peut pas être écrit : vérifiez le dossier et vos droits."
    ),
}


class UnusableFileError(Exception):
    """A file that cannot be used. `str()` is the French sentence to show, `code` its stable name.

    Rooms with causes of their own subclass it with their own `sentences`.
    """

    sentences: Mapping[str, object] = SENTENCES

    def __init__(self, code: str, file: str, **params: object) -> None:
        super().__init__(code, file)
        self.code = code
        self.file = file
        self.params = params

    def __str__(self) -> str:
        return str(self.sentences[self.code]) % {"file": self.file, **self.params}
