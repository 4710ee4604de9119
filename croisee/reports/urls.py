"""Addresses of exports and figures."""

from django.urls import path

from croisee.reports import views

app_name = "reports"
urlpatterns = [
    path("bureau/<int:edition_id>/export/<slug:name>.xlsx", views.export, name="export"),
]
