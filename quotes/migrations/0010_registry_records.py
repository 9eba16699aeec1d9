"""Record format 2: what becomes of identifiers and of words enters the log of records."""

from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

from quotes.editorial.records import enter_past


def begin_format_2(apps, schema_editor) -> None:
    """Enter what an archive of format 1 has behind it."""
    enter_past(apps)


def refuse_to_lose_records(apps, schema_editor) -> None:
    """The log would have gaps: going back is only possible while there is nothing to lose."""
    if apps.get_model("quotes", "RegistryRecord").objects.exists():
        raise IrreversibleError("The log holds records of format 2, which would be lost.")


class Migration(migrations.Migration):

    dependencies = [
        ("quotes", "0009_bulk_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegistryRecord",
            fields=[
                (
                    "sequence",
                    models.BigIntegerField(
                        help_text="Place in the whole archive.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("record", models.TextField()),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
            ],
            options={"ordering": ["sequence"]},
        ),
        migrations.RunPython(begin_format_2, refuse_to_lose_records),
    ]
