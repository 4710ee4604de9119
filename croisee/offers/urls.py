"""Addresses of offers: the catalogue, the host's own offers, the coordinators' review."""

from django.urls import path, register_converter

from croisee.core.converters import PlainConverter
from croisee.offers.views import host_acts, host_pages, host_start, office, public

register_converter(PlainConverter, "plain")

app_name = "offers"

public_pages = [
    path("catalogue/", public.catalogue, name="catalogue"),
    path("catalogue/carte/", public.catalogue_map, name="catalogue_map"),
    path("offres/<plain:number>/", public.detail, name="detail"),
    path("acces/<str:token>/", public.enter_by_link, name="priority"),
]

host_urls = [
    path("devenir-hote/", host_start.propose, name="propose"),
    path("mes-offres/", host_start.host_offers, name="host_offers"),
    path("mes-offres/nouvelle/", host_start.new, name="new"),
    path("mes-offres/nouvelle/<int:service_id>/", host_start.new_at, name="new_at"),
    path("mes-offres/<int:offer_id>/", host_pages.mine, name="mine"),
    path("mes-offres/<int:offer_id>/relire/", host_pages.check, name="check"),
    path("mes-offres/<int:offer_id>/recue/", host_pages.received, name="received"),
    path("mes-offres/<int:offer_id>/reprendre/", host_start.take_over, name="take_over"),
    path("mes-offres/<int:offer_id>/pause/", host_acts.pause, name="pause"),
    path("mes-offres/<int:offer_id>/reprise/", host_acts.resume, name="resume"),
    path("mes-offres/<int:offer_id>/page/<slug:page>/", host_pages.step, name="step"),
    path(
        "mes-offres/institution/<int:organisation_id>/pas-cette-annee/",
        host_acts.decline,
        name="decline",
    ),
    path(
        "mes-offres/institution/<int:organisation_id>/finalement/",
        host_acts.undecline,
        name="undecline",
    ),
    path(
        "mes-offres/institution/<int:organisation_id>/lien/",
        host_acts.priority_link,
        name="priority_link",
    ),
]

office_pages = [
    path("bureau/<int:edition_id>/offres/", office.offer_list, name="office_list"),
    path("bureau/<int:edition_id>/offres/<int:offer_id>/", office.review, name="office_review"),
    path(
        "bureau/<int:edition_id>/offres/<int:offer_id>/modifier/", office.edit, name="office_edit"
    ),
    path(
        "bureau/<int:edition_id>/offres/<int:offer_id>/contacts/",
        office.contacts,
        name="office_contacts",
    ),
]

urlpatterns = [*public_pages, *host_urls, *office_pages]
