"""What stands between the parts of each passage; where in the log an identifier ended."""

from django.db import migrations, models

from quotes.text.gaps import gaps_between


def find_gaps(apps, schema_editor) -> None:
    """Of passages with several spans, from the words of their turns."""
    Passage = apps.get_model("quotes", "Passage")
    rows = Passage.objects.order_by().values_list("pk", "spans")
    parted = [pk for pk, spans in rows.iterator() if len(spans) > 1]
    for pk in parted:
        passage = Passage.objects.select_related("turn").only(
            "spans", "wording", "turn__text", "turn__kind"
        ).get(pk=pk)
        gaps = gaps_between(
            passage.turn.text,
            passage.spans,
            is_account=passage.wording == "paraphrased",
            is_narration=passage.turn.kind == "narration",
            is_reported=passage.wording == "reported",
        )
        Passage.objects.filter(pk=pk).update(gaps=gaps)


class Migration(migrations.Migration):

    dependencies = [
        ("quotes", "0006_name_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="passage",
            name="gaps",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="identifierevent",
            name="after_sequence",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="passagerevision",
            index=models.Index(
                condition=models.Q(("kind", "first"), _negated=True),
                fields=["-sequence"],
                name="revision_corrections",
            ),
        ),
        migrations.RunPython(find_gaps, migrations.RunPython.noop, elidable=True),
    ]
