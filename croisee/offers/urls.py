"""Addresses of offers: the catalogue, the host's own offers, the coordinators' review."""

from django.urls import URLPattern, path

from croisee.offers.views import office

app_name = "offers"

public_pages: list[URLPattern] = []

host_pages: list[URLPattern] = []

office_pages = [
    path("bureau/<int:edition_id>/offres/", office.offer_list, name="office_list"),
    path("bureau/<int:edition_id>/offres/<int:offer_id>/", office.review, name="office_review"),
]

urlpatterns = [*public_pages, *host_pages, *office_pages]
