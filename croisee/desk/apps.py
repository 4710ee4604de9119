from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "croisee.desk"
    label = "desk"
