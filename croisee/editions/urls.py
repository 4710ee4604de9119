"""Addresses of the edition's own pages: calendar, texts, team. Under the desk."""

from django.urls import path

from croisee.editions.views import message_frame, office, team, texts, trial

app_name = "editions"

urlpatterns = [
    path("bureau/<int:edition_id>/edition/", office.edition_page, name="edition"),
    path("bureau/<int:edition_id>/edition/reglages/", office.settings_page, name="settings"),
    path("bureau/<int:edition_id>/edition/phases/<int:phase_id>/", office.phase_page, name="phase"),
    path("bureau/<int:edition_id>/edition/suivante/", office.duplicate_page, name="duplicate"),
    path(
        "bureau/<int:edition_id>/edition/messages/", texts.message_texts_page, name="message_texts"
    ),
    path(
        "bureau/<int:edition_id>/edition/messages/<slug:kind>/<slug:language>/",
        texts.message_text_page,
        name="message_text",
    ),
    path(
        "bureau/<int:edition_id>/edition/messages/<slug:kind>/<slug:language>/apercu/",
        message_frame.message_frame,
        name="message_frame",
    ),
    path("bureau/<int:edition_id>/edition/essai/", trial.wipe_page, name="wipe"),
    path("essai/fin/", trial.leave, name="leave_trial"),
    path("essai/<int:edition_id>/<slug:token>/", trial.enter, name="try"),
    path("bureau/<int:edition_id>/edition/equipe/", team.team_page, name="team"),
    path(
        "bureau/<int:edition_id>/edition/equipe/<int:grant_id>/fin/", team.end_role, name="end_role"
    ),
]
