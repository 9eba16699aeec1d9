"""The archive remembers when words last left the public, and turns how many marks they got."""

from django.db import migrations, models
from django.db.models import Max, Q

# Where a passage's last change stood at that time.
STAMP = "changed_in"
MARK = "[removed for legal reasons]"


def look_back(apps, schema_editor) -> None:
    """The version in which the last words can have gone; the marks in turns.

    A passage that is gone may have been stamped since, so that an export from in between is
    not offered: it has to be made anew.
    """
    Passage, Turn = apps.get_model("quotes", "Passage"), apps.get_model("quotes", "Turn")
    gone = Passage.objects.filter(
        Q(state="withdrawn") | Q(revisions__words__removed="expunged")
    ).aggregate(last=Max(STAMP))
    apps.get_model("quotes", "ArchiveState").objects.update(removed_in=gone["last"] or 0)
    for turn in Turn.objects.filter(text__contains=MARK).only("text").iterator():
        Turn.objects.filter(pk=turn.pk).update(removed_marks=turn.text.count(MARK))


class Migration(migrations.Migration):

    dependencies = [
        ("quotes", "0010_registry_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="archivestate",
            name="removed_in",
            field=models.BigIntegerField(
                default=0,
                help_text="The version in which words were last taken from the public.",
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="removed_marks",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="How many marks in the text stand for words removed for legal reasons.",
            ),
        ),
        migrations.RunPython(look_back, migrations.RunPython.noop, elidable=True),
    ]
