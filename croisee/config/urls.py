"""All addresses. Each room has its own urls.py; nothing is here that a room could hold."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
