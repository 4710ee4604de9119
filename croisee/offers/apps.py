from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "croisee.offers"
    label = "offers"
