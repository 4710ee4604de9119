from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RankedConfig(AppConfig):
    name = "croisee.schemes.ranked"
    label = "ranked"

    def ready(self) -> None:
        from croisee.editions import facts, reminders
        from croisee.editions.enums import PhaseKind
        from croisee.editions.schemes import Scheme, register
        from croisee.schemes.ranked import facts as own
        from croisee.schemes.ranked import merges
        from croisee.schemes.ranked.board.words import policy_names
        from croisee.schemes.ranked.queries import began_by_link, demand, live_demand, workplace
        from croisee.schemes.ranked.reminders import ApplicationUnfinished, PriorityCloses

        merges.declare()
        facts.register(own.facts, own.taking_part)
        reminders.register(PriorityCloses())
        reminders.register(ApplicationUnfinished())
        register(
            Scheme(
                key="ranked",
                label=_("Choix classés et matching"),
                phases=tuple(PhaseKind),
                office_urls=(
                    ("ranked:applications", _("Inscriptions")),
                    ("ranked:board", _("Matching")),
                ),
                demand=demand,
                live_demand=live_demand,
                policies=policy_names,
                workplace=workplace,
                began_by_link=began_by_link,
            )
        )
