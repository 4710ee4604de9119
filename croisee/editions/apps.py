from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "croisee.editions"
    label = "editions"
