from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "croisee.placements"
    label = "placements"
