"""All addresses. Each room has its own urls.py; nothing is here that a room could hold."""

from django.urls import include, path

urlpatterns = [
    path("", include("croisee.desk.urls")),
    path("", include("croisee.people.urls")),
    path("", include("croisee.mail.urls")),
    path("", include("croisee.offers.urls")),
    path("", include("croisee.placements.urls")),
    path("", include("croisee.schemes.ranked.urls")),
    path("", include("croisee.reports.urls")),
]
