"""Addresses of offers: the catalogue, the host's own offers, the coordinators' review."""

from django.urls import URLPattern

app_name = "offers"
urlpatterns: list[URLPattern] = []
