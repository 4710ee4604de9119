from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "croisee.offers"
    label = "offers"

    def ready(self) -> None:
        from croisee.editions import facts
        from croisee.editions.reminders import register
        from croisee.offers import facts as own
        from croisee.offers import merges
        from croisee.offers.reminders import OfferUnfinished, PriorityOpens

        merges.declare()
        facts.register(own.facts, own.taking_part)
        register(PriorityOpens())
        register(OfferUnfinished())
