from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "croisee.offers"
    label = "offers"

    def ready(self) -> None:
        from croisee.offers import merges

        merges.declare()
