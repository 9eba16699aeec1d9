"""Bulk actions that are kept while they go on, with what they changed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quotes', "0008_version_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('add_topics', 'Add topics'), ('remove_topics', 'Remove topics'), ('send_to_review', 'Send to review'), ('publish', 'Publish')], max_length=20)),
                ('topics', models.JSONField(default=list, help_text='Primary keys of the topics given or taken.')),
                ('state', models.CharField(choices=[('waiting', 'Not begun'), ('running', 'Running'), ('stopped', 'Stopped'), ('done', 'Done')], db_index=True, default='waiting', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='quotes.bulkjob')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='BulkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('passages', models.JSONField()),
                ('is_done', models.BooleanField(default=False)),
                ('changed', models.JSONField(default=list)),
                ('refused', models.JSONField(default=list)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='quotes.bulkjob')),
            ],
            options={
                'ordering': ['number'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('job', 'number'), name='bulkstep_number_once')],
            },
        ),
    ]
