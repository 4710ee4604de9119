"""The sentences of `problems`, by level then code. One plain sentence each, for a coordinator."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

# The row is not taken.
REFUSED: Final = {
    "number_missing": _("La ligne n’a pas de numéro d’offre : elle est refusée."),
    "number_unreadable": _(
        "« %(value)s » n’est pas un numéro d’offre lisible : la ligne est refusée."
    ),
    "places_missing": _(
        "Le nombre de places de l’offre « %(who)s » manque : la ligne est refusée."
    ),
    "places_unreadable": _(
        "« %(value)s » n’est pas un nombre de places : la ligne de l’offre « %(who)s » est refusée, "
        "rien n’est deviné."
    ),
    "email_missing": _("L’adresse e-mail manque : la ligne est refusée."),
    "email_invalid": _(
        "« %(value)s » n’est pas une adresse e-mail valable : la ligne est refusée."
    ),
    "email_several": _(
        "« %(value)s » contient plusieurs adresses e-mail : la ligne est refusée, "
        "gardez-en une seule."
    ),
    "other_person": _(
        "L’adresse %(who)s est déjà utilisée ligne %(first_row)s par une autre personne, "
        "%(first_name)s : cette ligne-ci (%(name)s) est refusée et ne remplace rien. "
        "Il faut une adresse par personne."
    ),
    "other_host": _(
        "Le numéro « %(who)s » est déjà utilisé ligne %(first_row)s pour « %(first_name)s » : cette "
        "ligne-ci (%(name)s) est refusée et ne remplace rien. Il faut un numéro par offre."
    ),
    # Told by `enrolment`, when the sheets meet what is stored.
    "places_below_taken": _(
        "Le fichier donne %(places)s comme nombre de places à l’offre « %(who)s », mais %(taken)s "
        "sont déjà attribuées : %(names)s."
    ),
}

# Something that was written is not taken; the rest of the row is.
LEFT_OUT: Final = {
    "unknown_offer": _(
        "Le choix %(rank)s, « %(value)s », ne désigne aucune offre connue : ce choix est laissé "
        "de côté, les autres gardent leur rang."
    ),
    "refused_offer": _(
        "Le choix %(rank)s désigne l’offre « %(number)s », dont la ligne %(offer_row)s est refusée : "
        "ce choix est laissé de côté, les autres gardent leur rang."
    ),
    "several_offers": _(
        "Le choix %(rank)s, « %(value)s », nomme plusieurs offres : ce choix est laissé de côté, "
        "les autres gardent leur rang."
    ),
    "choice_unreadable": _(
        "Le choix %(rank)s est illisible (« %(value)s ») : ce choix est laissé de côté, les autres "
        "gardent leur rang."
    ),
    "superseded_by_refused": _(
        "L’offre « %(who)s » a une réponse plus récente ligne %(last_row)s, qui est refusée : "
        "cette réponse plus ancienne n’est pas reprise à sa place."
    ),
    "repeated_heading_row": _("La ligne répète les intitulés des colonnes : elle n’est pas lue."),
    "nothing_to_read": _("La ligne n’a rien dans les colonnes reconnues : elle n’est pas lue."),
    "cell_error": _(
        "La cellule contient l’erreur « %(value)s » : cette valeur est laissée de côté."
    ),
    "formula_not_computed": _(
        "La cellule contient une formule sans résultat : cette valeur est laissée de côté. "
        "Ouvrez le fichier dans votre tableur et enregistrez-le."
    ),
    "text_control": _(
        "Le texte contient un caractère interdit (« %(value)s ») : il est laissé de côté."
    ),
    "text_too_long": _(
        "Le texte compte %(length)s caractères, plus que les %(limit)s permis : "
        "il est laissé de côté."
    ),
    "priority_unclear": _(
        "« %(value)s » n’est ni oui ni non : l’inscription n’est pas comptée comme prioritaire."
    ),
    "conditions_unclear": _(
        "« %(value)s » n’est ni oui ni non : l’accord sur les conditions n’est pas établi."
    ),
    "same_heading_differs": _(
        "Deux colonnes portent cet intitulé et disent « %(kept)s » et « %(other)s » : "
        "la première compte."
    ),
    "sector_unknown_rows": _(
        "Le secteur « %(value)s » n’est pas dans la liste (lignes %(rows)s) : il n’est pas repris."
    ),
    "word_unknown_rows": _(
        "« %(value)s » n’est pas dans la liste prévue (lignes %(rows)s) : ce n’est pas repris."
    ),
    "text_beyond_field": _(
        "« %(value)s » compte %(length)s caractères, plus que les %(limit)s permis : "
        "ce texte est laissé de côté."
    ),
    "enterprise_number_invalid": _(
        "« %(value)s » n’est pas un numéro d’entreprise valable : il est laissé de côté."
    ),
    "columns_not_read": _("Colonnes non reconnues, donc non lues : %(headings)s."),
    "column_province": _(
        "La colonne « %(heading)s » se déduit du code postal : ce qui y a changé (lignes %(rows)s) "
        "n’est pas repris."
    ),
    "column_not_taken": _(
        "La colonne « %(heading)s » ne se corrige pas par un fichier : ce qui y a changé "
        "(lignes %(rows)s) n’est pas repris."
    ),
    "column_contacts": _(
        "La colonne « %(heading)s » ne se corrige pas par un fichier : ce qui y a changé "
        "(lignes %(rows)s) n’est pas repris. Changez un contact sur la page de l’offre, par "
        "« Contacts » ; son téléphone, sur la fiche de la personne."
    ),
    "choice_left_out": _(
        "Le choix %(rank)s désigne l’offre « %(number)s », que ce même import n’a pas prise : ce choix "
        "est laissé de côté, les autres gardent leur rang."
    ),
    "rows_gone": _(
        "Lignes de l’export qui ne sont plus dans le fichier (%(count)s) : %(names)s. Rien ne leur "
        "arrive : un import ne supprime rien."
    ),
    "row_without_number": _(
        "La ligne n’a pas de numéro d’offre : elle n’est pas lue. Un hôte sans offre se change sur sa "
        "fiche ; une nouvelle offre demande un numéro."
    ),
    "row_without_number_rows": _(
        "Lignes sans numéro d’offre, donc non lues : %(rows)s. Un hôte sans offre se change sur sa "
        "fiche ; une nouvelle offre demande un numéro."
    ),
    "email_kept": _(
        "« %(value)s » n’est pas une adresse e-mail valable : celle qui est enregistrée est gardée."
    ),
    "blank_kept": _(
        "La cellule « %(field)s » est vide dans le fichier : ce qui est enregistré, « %(value)s », "
        "est gardé."
    ),
    "places_zero": _(
        "Zéro place : les %(stored)s places enregistrées sont gardées. Une offre se met en pause ou "
        "se retire sur sa page."
    ),
    "other_sheet_not_read": _(
        "La feuille « %(other)s » a aussi les colonnes attendues ; "
        "seule la feuille « %(sheet)s » est lue."
    ),
    "sector_unknown": _("Le secteur « %(value)s » n’est pas dans la liste : il n’est pas repris."),
    "word_unknown": _("« %(value)s » n’est pas dans la liste prévue : ce n’est pas repris."),
    "withdrawn_offer": _(
        "Le choix %(rank)s désigne l’offre « %(number)s », qui est retirée : ce choix est laissé de "
        "côté, les autres gardent leur rang."
    ),
    "places_of_several": _(
        "Le fichier donne %(places)s places aux offres « %(who)s » ensemble, et il y en a "
        "%(stored)s : comment les répartir n’est pas deviné. Changez-les offre par offre."
    ),
    "placed_choices_kept": _(
        "La personne a déjà une place : ses choix ne sont plus remplacés par ceux du fichier."
    ),
}

# Read as it should; good to know.
REMARK: Final = {
    "superseded": _(
        "« %(who)s » a répondu plusieurs fois : la réponse la plus récente, ligne %(last_row)s, "
        "compte ; celle-ci ne compte pas."
    ),
    "superseded_changed": _(
        "« %(who)s » a répondu plusieurs fois : la réponse la plus récente, ligne %(last_row)s, "
        "compte (%(name)s, %(email)s) ; celle-ci (%(old_name)s, %(old_email)s) ne compte pas."
    ),
    "repeated_choice": _(
        "L’offre « %(number)s » est choisie plusieurs fois : elle compte une fois, "
        "comme choix %(rank)s."
    ),
    "gap_in_choices": _(
        "Le choix %(missing)s est vide alors que le choix %(rank)s est donné : "
        "chaque choix garde son rang."
    ),
    "no_choice": _(
        "%(name)s n’a indiqué aucun choix : la personne est inscrite mais ne peut pas être placée."
    ),
    "no_valid_choice": _(
        "%(name)s n’a aucun choix valable : la personne est inscrite mais ne peut pas être placée."
    ),
    "title_differs": _(
        "Le texte du choix %(rank)s, « %(value)s », ne correspond pas à l’offre « %(number)s » "
        "(%(label)s) : c’est le numéro qui compte."
    ),
    "title_of_other": _(
        "Le texte du choix %(rank)s est celui de l’offre « %(other)s », mais le numéro est "
        "« %(number)s » : c’est le numéro qui compte."
    ),
    "number_read_as": _("Le choix %(rank)s, « %(value)s », est lu comme l’offre « %(number)s »."),
    "own_institution": _(
        "Le choix %(rank)s, l’offre « %(number)s », porte le nom de l’institution de la personne "
        "(%(institution)s) : ce choix est gardé."
    ),
    "same_person_twice": _(
        "%(name)s est aussi inscrit·e sous l’adresse %(other)s (ligne %(other_row)s) : "
        "les deux inscriptions sont gardées."
    ),
    "time_missing": _(
        "L’horodateur manque : si la personne a répondu plusieurs fois, cette réponse est tenue "
        "pour la plus ancienne."
    ),
    "time_unreadable": _(
        "L’horodateur « %(value)s » est illisible : si la personne a répondu plusieurs fois, "
        "cette réponse est tenue pour la plus ancienne."
    ),
    "no_time_column": _(
        "Le fichier n’a pas d’horodateur : de plusieurs réponses, la plus basse compte."
    ),
    "places_in_words": _("« %(value)s » est lu comme le nombre %(places)s."),
    "places_many": _("L’offre « %(who)s » annonce %(places)s places : est-ce bien exact ?"),
    "email_rewritten": _("« %(value)s » est lu comme l’adresse %(email)s."),
    "phone_lost_zero": _(
        "Le téléphone est un nombre (%(value)s) : le tableur a pu effacer son zéro initial. "
        "Il est gardé tel quel."
    ),
    "postcode_foreign": _(
        "« %(value)s » n’est pas un code postal belge de quatre chiffres : il est gardé tel quel."
    ),
    "postcode_unknown": _(
        "Le code postal « %(value)s » n’est celui d’aucune commune : il est gardé, mais aucune "
        "province n’en découle."
    ),
    "postcode_rewritten": _("« %(value)s » est lu comme le code postal %(postcode)s."),
    "date_for_text": _(
        "Le tableur a fait une date de ce texte : « %(value)s ». Il est gardé tel quel."
    ),
    "conditions_refused": _("Les conditions de participation ne sont pas acceptées."),
    "conditions_missing": _("L’accord sur les conditions de participation manque."),
    "name_missing": _("Le nom de la personne manque."),
    "institution_missing": _("Le nom de l’institution de l’offre « %(who)s » manque."),
    "no_email_column": _(
        "Le fichier des hôtes n’a pas de colonne d’adresse e-mail : "
        "les hôtes ne pourront pas être prévenus."
    ),
    "same_heading": _("Deux colonnes portent l’intitulé « %(heading)s »."),
    "similar_heading": _(
        "Les colonnes « %(heading)s » et « %(other)s » semblent dire la même chose : "
        "la première est lue, l’autre non."
    ),
    "profession_unknown_rows": _(
        "La profession « %(value)s » n’est pas dans la liste (lignes %(rows)s) : "
        "elle est gardée comme texte."
    ),
    "sector_kept_as_text_rows": _(
        "Le secteur « %(value)s » n’est pas dans la liste (lignes %(rows)s) : "
        "il est gardé comme texte."
    ),
    "sector_kept_as_text": _(
        "Le secteur « %(value)s » n’est pas dans la liste : il est gardé comme texte."
    ),
    "files_swapped": _(
        "Les deux fichiers ont été donnés dans l’ordre inverse : « %(hosts)s » est lu comme celui "
        "des hôtes et « %(trainees)s » comme celui des stagiaires."
    ),
    "other_edition": _(
        "Ce fichier a été exporté d’une autre édition : il est lu comme un fichier ordinaire."
    ),
    "absent_offers": _(
        "Offres de l’édition qui ne sont pas dans ce fichier : %(count)s. Rien ne leur arrive."
    ),
    "absent_applications": _(
        "Inscriptions de l’édition qui ne sont pas dans ce fichier : %(count)s. Rien ne leur arrive."
    ),
    "csv_without_memory": _(
        "Un fichier CSV ne garde pas ce qu’il disait à l’export : toute cellule qui diffère d’ici est "
        "montrée, aussi là où quelqu’un a travaillé entre-temps. Le classeur Excel (.xlsx), lui, le "
        "garde."
    ),
    "hidden_sheet": _("La feuille « %(sheet)s » est masquée ; elle est lue."),
    "hidden_rows": _("Lignes masquées, par un filtre peut-être, et lues aussi : %(count)s."),
    "formulas": _(
        "La colonne contient des formules (%(count)s, la première ligne %(first_row)s) : "
        "c’est leur dernier résultat enregistré qui est lu."
    ),
    "merged_cells": _(
        "Des cellules sont fusionnées (%(ranges)s) : seule la première de chaque groupe porte "
        "la valeur, les autres sont lues comme vides."
    ),
    "profession_unknown": _(
        "La profession « %(value)s » n’est pas dans la liste : elle est gardée comme texte."
    ),
    "known_with_other_phone": _(
        "Le téléphone enregistré, %(known)s, est gardé : « %(phone)s » ne le remplace pas. "
        "Changez-le sur la fiche de la personne."
    ),
    "known_under_other_name": _(
        "La personne est déjà connue sous le nom « %(known)s » : « %(name)s » ne le remplace pas."
    ),
}
