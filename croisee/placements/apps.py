from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "croisee.placements"
    label = "placements"

    def ready(self) -> None:
        from croisee.placements import merges

        merges.declare()
