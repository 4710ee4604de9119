"""Addresses of the ranked scheme: the trainee's application, the coordinators' rounds."""

from django.urls import path

from croisee.schemes.ranked.views import (
    lists,
    participant,
    participant_choices,
    participant_ends,
)
from croisee.schemes.ranked.views.office import (
    board,
    decisions,
    endings,
    imports,
    publication,
    rounds,
)

app_name = "ranked"

list_pages = [
    path("bureau/<int:edition_id>/inscriptions/", lists.applications, name="applications"),
    path("bureau/<int:edition_id>/inscriptions/nouvelle/", lists.register, name="register"),
    path(
        "bureau/<int:edition_id>/inscriptions/<int:application_id>/",
        lists.application,
        name="application",
    ),
    path(
        "bureau/<int:edition_id>/inscriptions/<int:application_id>/modifier/",
        lists.edit_application,
        name="application_edit",
    ),
]

IMPORT, MATCHING = "bureau/<int:edition_id>/import/", "bureau/<int:edition_id>/matching/"
ROUND = MATCHING + "<int:number>/"

office_pages = [
    path(IMPORT, imports.start, name="import"),
    path(IMPORT + "<int:import_id>/", imports.preview, name="import_preview"),
    path(IMPORT + "<int:import_id>/importer/", imports.confirm, name="import_confirm"),
    path(IMPORT + "<int:import_id>/choisir/", imports.choose, name="import_choose"),
    path(IMPORT + "<int:import_id>/colonnes/", imports.headings, name="import_headings"),
    path(IMPORT + "<int:import_id>/abandonner/", imports.discard, name="import_discard"),
    path(IMPORT + "<int:import_id>/annuler/", imports.undo, name="import_undo"),
    path(MATCHING, board.board, name="board"),
    path(MATCHING + "ouvrir/", rounds.open_round, name="round_open"),
    path(ROUND, board.round_page, name="round"),
    path(ROUND + "dates/", rounds.dates, name="round_dates"),
    path(ROUND + "simuler/", rounds.simulate, name="simulate"),
    path(ROUND + "appels/", board.call_list, name="calls"),
    path(ROUND + "comparer/", board.compare, name="compare"),
    path(ROUND + "decider/", decisions.decide, name="decide"),
    path(ROUND + "echanger/", decisions.swap, name="swap"),
    path(ROUND + "decisions/<int:decision_id>/lever/", decisions.lift, name="lift"),
    path(ROUND + "brouillons/<int:run>/probleme.json", rounds.problem, name="problem"),
    path(ROUND + "brouillons/<int:run>/publier/", publication.publish, name="publish"),
    path(ROUND + "resultat/", publication.outcome, name="outcome"),
    path(ROUND + "resultat/messages/", publication.release, name="release"),
    path(ROUND + "envoi/", publication.sending_state, name="sending"),
    path(ROUND + "remplacer/<int:pk>/", publication.replace, name="replace"),
    path(
        "bureau/<int:edition_id>/stages/<int:placement_id>/annuler/",
        endings.cancel_place,
        name="cancel_place",
    ),
    path(
        "bureau/<int:edition_id>/offres/<int:offer_id>/retirer/",
        endings.withdraw_offer,
        name="office_withdraw",
    ),
]

participant_urls = [
    path("inscription/", participant.apply, name="apply"),
    path("inscription/relire/", participant.check, name="check"),
    path("inscription/recue/", participant.received, name="received"),
    path("inscription/<slug:page>/", participant.page, name="page"),
    path("mes-choix/", participant_choices.mine, name="mine"),
    path(
        "mes-choix/ajouter/<int:offer_id>/",
        participant_choices.shortlist_add,
        name="shortlist_add",
    ),
    path("mes-choix/resultat/", participant_ends.why, name="why"),
    path("mes-choix/renoncer/", participant_ends.withdraw, name="withdraw"),
    path(
        "mes-offres/<int:offer_id>/retirer/",
        participant_ends.withdraw_offer,
        name="withdraw_offer",
    ),
    path(
        "mes-stagiaires/<int:placement_id>/decliner/",
        participant_ends.decline_trainee,
        name="decline_trainee",
    ),
]

urlpatterns = [*participant_urls, *office_pages, *list_pages]
