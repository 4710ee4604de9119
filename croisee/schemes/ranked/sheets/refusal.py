"""Spreadsheets that are fine in themselves but are not those of an edition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from croisee.core.spreadsheets import UnusableFileError


class UnusableSheetError(UnusableFileError):
    """The file's headings are not those of hosts or trainees."""

    sentences = {
        "not_hosts": _(
            "Le fichier « %(file)s » est celui des stagiaires : "
            "donnez ici celui des hôtes (colonnes « N° » et « Nombre de places »)."
        ),
        "not_trainees": _(
            "Le fichier « %(file)s » est celui des hôtes : "
            "donnez ici celui des stagiaires (colonnes « E-mail » et « Choix 1 »)."
        ),
        "no_heading_hosts": _(
            "Aucune colonne n’est reconnue dans le fichier « %(file)s » : il faut au moins "
            "« N° » et « Nombre de places »."
        ),
        "no_heading_trainees": _(
            "Aucune colonne n’est reconnue dans le fichier « %(file)s » : il faut au moins "
            "« E-mail » et « Choix 1 »."
        ),
        "column_missing_hosts": _(
            "Dans le fichier des hôtes « %(file)s », il manque %(lacking)s ; les colonnes trouvées "
            "(feuille « %(sheet)s », ligne %(row)s) sont %(found)s."
        ),
        "column_missing_trainees": _(
            "Dans le fichier des stagiaires « %(file)s », il manque %(lacking)s ; les colonnes "
            "trouvées (feuille « %(sheet)s », ligne %(row)s) sont %(found)s."
        ),
    }
