from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "croisee.desk"
    label = "desk"

    def ready(self) -> None:
        from croisee.desk import merges
        from croisee.desk.duplicates import stored
        from croisee.desk.writing import (
            in_worker,
            selection,  # noqa: F401 (offers its act to the lists)
        )
        from croisee.mail import periodic

        merges.declare()
        periodic.register_portions("mailings", in_worker.write_some)
        periodic.register("suspected duplicates", stored.refresh)
