from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "croisee.offers"
    label = "offers"

    def ready(self) -> None:
        from croisee.editions.reminders import register
        from croisee.offers import merges
        from croisee.offers.reminders import OfferUnfinished, PriorityOpens

        merges.declare()
        register(PriorityOpens())
        register(OfferUnfinished())
