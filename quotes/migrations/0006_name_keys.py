"""Keys that names are found by, and readable slugs in place of “unnamed-…”."""

from django.db import migrations, models
from django.utils.text import slugify

import quotes.models.fields
from quotes.text.names import readable_slug

NAMED = (
    "Event", "EventSeries", "Interview", "Outlet", "Source", "Speaker", "SpeakerName", "Topic",
    "TopicAlias",
)
# What load_corpus makes slugs of, for each noun it makes.
NAME_IN_SLUG = {
    "Speaker": "name",
    "Outlet": "name",
    "Event": "name",
    "Interview": "event__name",
    "Source": "interview__event__name",
}
BATCH = 1000
DIGEST = 12


def fill_name_keys(apps, schema_editor):
    """Enter the keys of all names that stand in the archive."""
    for name in NAMED:
        rows = apps.get_model("quotes", name)._base_manager
        field = rows.model._meta.get_field("name_key")
        for batch in _in_batches(rows.only("pk", *field.of)):
            for row in batch:
                row.name_key = field.key_of(row)
            rows.bulk_update(batch, ["name_key"])


def make_slugs_readable(apps, schema_editor):
    """Give what a corpus brought a slug with its name transliterated; the old one leads there."""
    former = apps.get_model("quotes", "FormerSlug")._base_manager
    for noun, path in NAME_IN_SLUG.items():
        rows = apps.get_model("quotes", noun)._base_manager
        for batch in _in_batches(rows.annotate(name_in_slug=models.F(path)).only("pk", "slug")):
            renamed = [row for row in batch if _readable(row) not in ("", row.slug)]
            former.bulk_create(
                former.model(noun=noun.lower(), slug=row.slug, target_id=row.pk) for row in renamed
            )
            for row in renamed:
                row.slug = _readable(row)
            rows.bulk_update(renamed, ["slug"])


def _readable(row):
    """The slug that load_corpus would give it now; empty where it did not give the present one."""
    start, digest = row.slug[: -DIGEST - 1], row.slug[-DIGEST:]
    made = slugify(row.name_in_slug)[:100].strip("-") or "unnamed"
    if start != made or row.slug != f"{made}-{digest}" or set(digest) - set("0123456789abcdef"):
        return ""
    return f"{readable_slug(row.name_in_slug) or 'unnamed'}-{digest}"


def _in_batches(rows):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('quotes', '0005_utterances_without_stamp'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('name', 'short_name')),
        ),
        migrations.AddField(
            model_name='eventseries',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('name', 'short_name')),
        ),
        migrations.AddField(
            model_name='interview',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('title',)),
        ),
        migrations.AddField(
            model_name='outlet',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('name',)),
        ),
        migrations.AddField(
            model_name='source',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('title', 'byline')),
        ),
        migrations.AddField(
            model_name='speaker',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('name', 'sort_name')),
        ),
        migrations.AddField(
            model_name='speakername',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('name',)),
        ),
        migrations.AddField(
            model_name='topic',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('name',)),
        ),
        migrations.AddField(
            model_name='topicalias',
            name='name_key',
            field=quotes.models.fields.NameKeyField(blank=True, default='', editable=False, of=('name',)),
        ),
        migrations.AlterField(
            model_name='event',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='eventseries',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='historicalevent',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120),
        ),
        migrations.AlterField(
            model_name='historicaleventseries',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120),
        ),
        migrations.AlterField(
            model_name='historicalinterview',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120),
        ),
        migrations.AlterField(
            model_name='historicaloutlet',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120),
        ),
        migrations.AlterField(
            model_name='historicalsource',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120),
        ),
        migrations.AlterField(
            model_name='historicalspeaker',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120),
        ),
        migrations.AlterField(
            model_name='historicaltopic',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120),
        ),
        migrations.AlterField(
            model_name='interview',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='outlet',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='source',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='speaker',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='topic',
            name='slug',
            field=models.SlugField(blank=True, help_text='Name in addresses; left empty, it is made from the name. An old one keeps redirecting.', max_length=120, unique=True),
        ),
        migrations.RunPython(fill_name_keys, migrations.RunPython.noop),
        migrations.RunPython(make_slugs_readable, migrations.RunPython.noop),
    ]
