"""Keys of names in letters that are now folded otherwise: Malayalam finals, Yiddish digraphs."""

from django.db import migrations

NAMED = (
    "Event", "EventSeries", "Interview", "Outlet", "Source", "Speaker", "SpeakerName", "Topic",
    "TopicAlias",
)
BATCH = 1000


def fill_name_keys(apps, schema_editor):
    """Enter the keys that names have now, where they are others."""
    for name in NAMED:
        rows = apps.get_model("quotes", name)._base_manager
        field = rows.model._meta.get_field("name_key")
        last = 0
        while batch := list(
            rows.only("pk", "name_key", *field.of).filter(pk__gt=last).order_by("pk")[:BATCH]
        ):
            last = batch[-1].pk
            changed = [row for row in batch if row.name_key != field.key_of(row)]
            for row in changed:
                row.name_key = field.key_of(row)
            rows.bulk_update(changed, ["name_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('quotes', '0017_the_desk'),
    ]

    operations = [
        migrations.RunPython(fill_name_keys, migrations.RunPython.noop),
    ]
