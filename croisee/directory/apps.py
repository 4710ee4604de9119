from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "croisee.directory"
    label = "directory"

    def ready(self) -> None:
        from croisee.directory import merges

        merges.declare()
