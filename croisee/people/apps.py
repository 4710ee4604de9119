from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "croisee.people"
    label = "people"

    def ready(self) -> None:
        from croisee.people import merges

        merges.declare()
