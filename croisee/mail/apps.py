from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "croisee.mail"
    label = "mail"
