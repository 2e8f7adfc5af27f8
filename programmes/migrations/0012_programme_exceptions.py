from django.db import migrations, models


class Migration(migrations.Migration):
    """``CentreProgramme`` was mistaken for ``ProgrammeCentre``: it holds the exceptions from the rule."""

    dependencies = [
        ("programmes", "0011_shared_offers"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="centreprogramme", name="programmes_centreprogramme_once"),
        migrations.RenameModel(old_name="CentreProgramme", new_name="ProgrammeException"),
        migrations.AddConstraint(
            model_name="programmeexception",
            constraint=models.UniqueConstraint(
                models.F("centre"),
                models.F("programme"),
                name="programmes_programmeexception_once",
                violation_error_message="This programme is in the list already.",
            ),
        ),
    ]
