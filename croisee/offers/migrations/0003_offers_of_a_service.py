from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0002_apostrophes")]

    operations = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["service", "edition", "state"], name="offers_of_a_service"),
        )
    ]
