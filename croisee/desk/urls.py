"""Addresses of the home pages of each role and of the public pages."""

from django.urls import URLPattern, include, path

desk: list[URLPattern] = []

urlpatterns = [
    path("", include((desk, "desk"))),
]
