"""The blank page of a message to several people begins with a greeting, which is no message."""

import pytest
from django.urls import reverse

from croisee.desk.enums import Recipients
from croisee.desk.models import Mailing
from croisee.desk.writing.starts import Start
from croisee.editions.enums import RoleName
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("recipients", [Recipients.EVERYBODY, Recipients.NEWS])
def test_a_greeting_alone_is_sent_to_nobody(
    recipients: str,
) -> None:
    edition = factories.make_edition(languages=["fr", "nl"])
    client = signed_in(factories.make_role(edition, RoleName.ADMINISTRATOR))
    chosen = {"recipients": recipients, "start": Start.BLANK}
    client.post(reverse("desk:write", args=[edition.pk]), chosen)
    made = Mailing.objects.get()
    edit = reverse("desk:mailing_edit", args=[edition.pk, made.pk])
    read = reverse("desk:mailing", args=[edition.pk, made.pk])
    form = client.get(edit).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert data["body_nl"].strip() == "# Dag {first_name},"
    refused = client.post(edit, data)
    assert refused.context["form"].errors.keys() == {"body_fr"}
    seen = refused.context["form"]["seen"].value()
    data |= {"body_fr": data["body_fr"] + "Voici les nouvelles.", "seen": seen}
    assert client.post(edit, data)["Location"] == read
    made.refresh_from_db()
    assert (made.subjects["nl"], made.bodies["nl"]) == ("", "")
