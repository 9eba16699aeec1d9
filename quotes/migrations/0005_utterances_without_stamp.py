"""Passages carry the stamp of what other reports of the same words do to their record."""

from django.db import migrations
from django.db.models import Max


def stamp_members(apps, schema_editor) -> None:
    """Hand the stamp of each utterance to its confirmed members."""
    Passage = apps.get_model("quotes", "Passage")
    told = Passage.objects.filter(memberships__state="confirmed", version__gte=1)
    for passage in told.annotate(told_in=Max("memberships__utterance__changed_in")).iterator():
        if passage.told_in > passage.changed_in:
            Passage.objects.filter(pk=passage.pk).update(changed_in=passage.told_in)


class Migration(migrations.Migration):

    dependencies = [
        ("quotes", "0004_removed_words"),
    ]

    operations = [
        migrations.RunPython(stamp_members, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="utterance", name="changed_in"),
    ]
