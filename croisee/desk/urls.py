"""Addresses of the home pages of each role and of the public pages."""

from django.urls import include, path

from croisee.desk.views import demo, office, public, public_texts

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
    path("programmes/", public.programmes, name="programmes"),
]

desk_office = [
    path("bureau/", office.start, name="start"),
    path("bureau/trouver/", office.find, name="find"),
    path("bureau/<int:edition_id>/", office.todo_page, name="todo"),
    path("bureau/<int:edition_id>/messages/", office.messages_page, name="messages"),
    path("bureau/<int:edition_id>/messages/<int:message_id>/", office.message_page, name="message"),
]

desk_demo = [
    path("demo/", demo.choose_role, name="demo"),
    path("demo/<slug:key>/", demo.play_role, name="play_role"),
]

urlpatterns = [
    path("", public.home, name="home"),
    path("", include(([*public_pages, *desk_office, *desk_demo], "desk"))),
]
