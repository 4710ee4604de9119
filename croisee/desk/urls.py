"""Addresses of the home pages of each role and of the public pages."""

from django.urls import URLPattern, include, path

from croisee.desk.views import demo, office

public: list[URLPattern] = []

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
    path("", include(([*public, *desk_office, *desk_demo], "desk"))),
]
