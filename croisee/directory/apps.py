from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "croisee.directory"
    label = "directory"
