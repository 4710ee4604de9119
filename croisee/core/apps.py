from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "croisee.core"
    label = "core"
