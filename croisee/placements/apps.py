from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "croisee.placements"
    label = "placements"

    def ready(self) -> None:
        from croisee.editions.reminders import register
        from croisee.placements import merges
        from croisee.placements.reminders import REMINDERS

        merges.declare()
        for reminder in REMINDERS:
            register(reminder)
