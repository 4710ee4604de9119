from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "croisee.reports"
    label = "reports"
