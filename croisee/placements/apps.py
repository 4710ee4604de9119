from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "croisee.placements"
    label = "placements"

    def ready(self) -> None:
        from croisee.editions import facts
        from croisee.editions.reminders import register
        from croisee.placements import facts as own
        from croisee.placements import merges
        from croisee.placements.reminders import REMINDERS

        merges.declare()
        facts.register(own.facts)
        for reminder in REMINDERS:
            register(reminder)
