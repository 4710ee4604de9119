"""The demo's mailbox; unknown addresses on any other installation."""

from django.urls import path

from croisee.mail import views

urlpatterns = [
    path("boite/", views.mailbox, name="mailbox"),
    path("boite/<slug:name>/", views.mailbox_message, name="mailbox_message"),
    path("boite/<slug:name>/html/", views.mailbox_html, name="mailbox_html"),
    path("boite/<slug:name>/piece/<int:number>/", views.mailbox_part, name="mailbox_part"),
]
