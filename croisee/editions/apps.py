from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "croisee.editions"
    label = "editions"

    def ready(self) -> None:
        from croisee.editions import merges, reminders
        from croisee.editions.rules import holds_a_role
        from croisee.mail import periodic
        from croisee.people.staff import register_test

        register_test(holds_a_role)
        merges.declare()
        periodic.register("reminders", reminders.write_due)
