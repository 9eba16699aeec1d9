"""Words inside of one pair of marks that may be the report's are called nobody's."""

from django.db import migrations

from quotes.text.excerpts import HIDDEN
from quotes.text.gaps import Gap, gaps_between


def find_gaps_anew(apps, schema_editor) -> None:
    """Of passages that leave words out, as far as the words of their turns are here."""
    Passage = apps.get_model("quotes", "Passage")
    rows = Passage.objects.order_by().values_list("pk", "gaps")
    elided = [pk for pk, gaps in rows.iterator() if Gap.ELISION in gaps]
    for pk in elided:
        passage = Passage.objects.select_related("turn").only(
            "spans", "wording", "gaps", "turn__text", "turn__kind"
        ).get(pk=pk)
        text, spans = passage.turn.text, passage.spans
        found = gaps_between(
            text,
            spans,
            is_account=passage.wording == "paraphrased",
            is_narration=passage.turn.kind == "narration",
            is_reported=passage.wording == "reported",
        )
        gaps = [
            kept if HIDDEN in text[before[1] : after[0]] else gap
            for kept, gap, before, after in zip(passage.gaps, found, spans, spans[1:])
        ]
        if gaps != passage.gaps:
            Passage.objects.filter(pk=pk).update(gaps=gaps)


class Migration(migrations.Migration):

    dependencies = [
        ("quotes", "0012_histories_of_roles_and_participations"),
    ]

    operations = [
        migrations.RunPython(find_gaps_anew, migrations.RunPython.noop, elidable=True),
    ]
