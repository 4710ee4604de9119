from typing import Any

from django.core.management.base import BaseCommand

from croisee.core.clock import now
from croisee.mail.actions import resume_sending
from croisee.mail.models import Message


class Command(BaseCommand):
    help = "Reprend l'envoi des messages."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = Message.objects.filter(state=Message.State.QUEUED).count()
        resume_sending(by=None, at=now())
        self.stdout.write(f"L'envoi reprend. Messages en attente : {waiting}.")
