"""The two groups of editors with their rights."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

NOUNS = (
    "speaker", "speakername", "role", "eventseries", "event", "interview", "participation",
    "outlet", "source", "turn", "passage", "topic", "topicalias", "utterance", "utterancemember",
)  # fmt: skip
CHIEF_ONLY = ("publish_passage", "withdraw_passage", "merge_passage")
READ_ONLY = ("passagerevision", "revisionwords", "identifier", "identifierevent")


def make_groups(apps, schema_editor):
    # Permissions are made after all migrations; these groups need them now.
    config = apps.get_app_config("quotes")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="quotes"
    )
    edit = [f"{verb}_{noun}" for noun in NOUNS for verb in ("view", "add", "change", "delete")]
    view = [f"view_{noun}" for noun in READ_ONLY]
    group = apps.get_model("auth", "Group").objects
    for name, codenames in (
        ("Editors", [*edit, *view]),
        ("Chief editors", [*edit, *view, *CHIEF_ONLY]),
    ):
        made, _ = group.get_or_create(name=name)
        made.permissions.add(*permissions.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
