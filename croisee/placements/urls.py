"""Addresses of placements, for the two sides of each."""

from django.urls import path

from croisee.placements.views import answers, participant

app_name = "placements"
urlpatterns = [
    path("stages/<int:placement_id>/contact/", participant.contacted, name="contacted"),
    path("stages/<int:placement_id>/date/", participant.date, name="date"),
    path("stages/<int:placement_id>/immersion.ics", participant.calendar, name="calendar"),
    path("stages/<int:placement_id>/suite/", participant.outcome, name="outcome"),
    path(
        "reponse/<slug:question>/<int:placement_id>/<int:person_id>/<str:token>/",
        answers.answer,
        name="answer",
    ),
    path("stages/<int:placement_id>/avis/", participant.notice, name="notice"),
]
