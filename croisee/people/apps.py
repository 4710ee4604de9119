from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "croisee.people"
    label = "people"
