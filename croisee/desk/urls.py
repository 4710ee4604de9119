"""Addresses of the home pages of each role and of the public pages."""

from django.urls import include, path

from croisee.desk.views import (
    access,
    demo,
    duplicates,
    my_space,
    office,
    office_hosts,
    office_lists,
    office_messages,
    office_people,
    office_texts,
    office_writing,
    public,
    public_print,
    public_texts,
    second_factor,
    view_as,
)
from croisee.placements.views import office as placements
from croisee.reports.figures import views as figures

public_pages = [
    path("calendrier/", public.calendar, name="calendar"),
    path("calendrier.ics", public.feed, name="calendar_feed"),
    path("regles-d-or/", public_texts.golden_rules, name="golden_rules"),
    path("conditions/", public_texts.conditions, name="conditions"),
    path("referents/", public_texts.coordinators, name="coordinators"),
    path("questions/", public_texts.faq, name="faq"),
    path("qui-peut-participer/", public_texts.eligibility, name="eligibility"),
    path("accessibilite/", public_texts.accessibility, name="accessibility"),
    path("vie-privee/", public_texts.privacy, name="privacy"),
    path("programme/", public.programme, name="programme"),
    path("programme/agenda.pdf", public_print.agenda_sheet, name="agenda_sheet"),
    path("programme/depliant.pdf", public_print.flyer, name="flyer"),
    path("programmes/", public.programmes, name="programmes"),
]

desk_office = [
    path("bureau/", office.start, name="start"),
    path("bureau/trouver/", office.find, name="find"),
    path("bureau/<int:edition_id>/", office.todo_page, name="todo"),
    path("bureau/annuler/<slug:identifier>/", office_lists.undo, name="undo"),
    path("bureau/<int:edition_id>/vues/", office_lists.save_view, name="save_view"),
    path(
        "bureau/<int:edition_id>/vues/<int:view_id>/", office_lists.forget_view, name="forget_view"
    ),
    path("bureau/<int:edition_id>/hotes/", office_hosts.hosts_page, name="hosts"),
    path("bureau/<int:edition_id>/hotes/<int:service_id>/", office_hosts.host_page, name="host"),
    path(
        "bureau/<int:edition_id>/hotes/<int:service_id>/modifier/",
        office_hosts.edit_host,
        name="host_edit",
    ),
    path("bureau/<int:edition_id>/messages/", office_messages.messages_page, name="messages"),
    path(
        "bureau/<int:edition_id>/messages/<int:message_id>/",
        office_messages.message_page,
        name="message",
    ),
    path("bureau/<int:edition_id>/messages/ecrire/", office_writing.write_page, name="write"),
    path("bureau/<int:edition_id>/messages/envois/", office_writing.mailings_page, name="mailings"),
    path(
        "bureau/<int:edition_id>/messages/envois/<int:mailing_id>/",
        office_writing.mailing_page,
        name="mailing",
    ),
    path(
        "bureau/<int:edition_id>/messages/envois/<int:mailing_id>/apercu/",
        office_writing.mailing_frame,
        name="mailing_frame",
    ),
    path(
        "bureau/<int:edition_id>/messages/envois/<int:mailing_id>/texte/",
        office_writing.edit_page,
        name="mailing_edit",
    ),
    path("bureau/<int:edition_id>/personnes/", office_people.people_page, name="people"),
    path(
        "bureau/<int:edition_id>/personnes/<int:person_id>/",
        office_people.person_page,
        name="person",
    ),
    path(
        "bureau/<int:edition_id>/personnes/<int:person_id>/modifier/",
        office_people.edit_person,
        name="person_edit",
    ),
    path(
        "bureau/<int:edition_id>/personnes/<int:person_id>/voir-comme/",
        view_as.begin,
        name="view_as",
    ),
    path(
        "bureau/<int:edition_id>/personnes/<int:person_id>/deuxieme-cle/",
        second_factor.remove,
        name="second_factor",
    ),
    path(
        "bureau/<int:edition_id>/personnes/<int:person_id>/acces/",
        access.access_page,
        name="access",
    ),
    path("bureau/revenir/", view_as.end, name="view_as_end"),
    path("bureau/<int:edition_id>/doublons/", duplicates.duplicates_page, name="duplicates"),
    path(
        "bureau/<int:edition_id>/doublons/<slug:kind>/<int:first>/<int:second>/",
        duplicates.duplicate_page,
        name="duplicate",
    ),
    path("bureau/<int:edition_id>/journal/", office.journal_page, name="journal"),
    path("bureau/<int:edition_id>/chiffres/", figures.page, name="figures"),
    path(
        "bureau/<int:edition_id>/chiffres/<slug:key>.<slug:kind>", figures.file, name="figure_file"
    ),
    path("bureau/<int:edition_id>/stages/", placements.placements, name="placements"),
    path(
        "bureau/<int:edition_id>/stages/<int:placement_id>/", placements.placement, name="placement"
    ),
]

desk_demo = [
    path("demo/", demo.choose_role, name="demo"),
    path("demo/<slug:key>/", demo.play_role, name="play_role"),
]

desk_texts = [
    path("bureau/<int:edition_id>/textes/", office_texts.texts_page, name="texts"),
    path(
        "bureau/<int:edition_id>/textes/<slug:name>/<slug:language>/",
        office_texts.edit_text,
        name="edit_text",
    ),
]

urlpatterns = [
    path("", include("croisee.editions.urls")),
    path("", public.home, name="home"),
    path("mon-espace/", my_space.my_space, name="my_space"),
    path("", include(([*public_pages, *desk_texts, *desk_office, *desk_demo], "desk"))),
]
