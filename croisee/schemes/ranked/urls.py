"""Addresses of the ranked scheme: the trainee's application, the coordinators' rounds."""

from django.urls import URLPattern

app_name = "ranked"
urlpatterns: list[URLPattern] = []
