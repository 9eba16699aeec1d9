"""Every version of the archive gets a random token; that of the present one is kept at once."""

from django.db import migrations, models

import quotes.models.archive_state


def keep_token(apps, schema_editor) -> None:
    """The archive is at its version already; the versions before have no token."""
    tokens = apps.get_model("quotes", "VersionToken").objects
    for state in apps.get_model("quotes", "ArchiveState").objects.all():
        tokens.get_or_create(number=state.version, defaults={"token": state.token})


class Migration(migrations.Migration):

    dependencies = [
        ("quotes", "0007_gaps_and_places_in_the_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="VersionToken",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=16)),
            ],
        ),
        migrations.AddField(
            model_name="archivestate",
            name="token",
            field=models.CharField(default=quotes.models.archive_state.new_token, max_length=16),
        ),
        migrations.RunPython(keep_token, migrations.RunPython.noop, elidable=True),
    ]
