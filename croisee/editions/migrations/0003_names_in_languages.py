"""The name of an edition in four languages; « édition 2027 » gets its usual ones."""

from django.db import migrations, models

from croisee.editions.names import usual_names


def name_them(apps, _schema_editor):
    editions = apps.get_model("editions", "Edition").objects
    for edition in editions.all():
        names = {f"name_{code}": name for code, name in usual_names(edition.name_fr).items()}
        if names:
            editions.filter(pk=edition.pk).update(**names)


class Migration(migrations.Migration):
    dependencies = [("editions", "0002_asks_send_pledge")]

    operations = [
        migrations.RenameField("edition", "name", "name_fr"),
        *(
            migrations.AddField(
                "edition",
                f"name_{code}",
                models.CharField(blank=True, max_length=120, default=""),
                preserve_default=False,
            )
            for code in ("nl", "de", "en")
        ),
        migrations.AlterModelOptions("edition", {"ordering": ["-starts_on", "name_fr"]}),
        migrations.RunPython(name_them, migrations.RunPython.noop),
    ]
