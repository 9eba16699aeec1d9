"""Offices and participations keep what they were, as nouns do."""

import django.db.models.deletion
import quotes.models.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quotes', "0011_removed_words_are_remembered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalParticipation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('part', models.CharField(choices=[('speaker', 'Speaker'), ('interviewer', 'Interviewer'), ('moderator', 'Moderator')], default='speaker', max_length=12)),
                ('role_as_printed', quotes.models.fields.PlainCharField(blank=True, max_length=300)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='quotes.interview')),
                ('speaker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='quotes.speaker')),
            ],
            options={
                'verbose_name': 'historical participation',
                'verbose_name_plural': 'historical participations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRole',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title', quotes.models.fields.PlainCharField(max_length=300)),
                ('organisation', quotes.models.fields.PlainCharField(blank=True, max_length=300)),
                ('start', quotes.models.fields.EdtfField(blank=True, default='', help_text='EDTF; [..2023-06-07] says “on 7 June 2023 at the latest”.', max_length=40)),
                ('start_earliest', quotes.models.fields.DayOfField(blank=True, bound='earliest', editable=False, null=True, of='start')),
                ('start_latest', quotes.models.fields.DayOfField(blank=True, bound='latest', editable=False, null=True, of='start')),
                ('end', quotes.models.fields.EdtfField(blank=True, default='', help_text='EDTF; empty when not known to have ended.', max_length=40)),
                ('end_earliest', quotes.models.fields.DayOfField(blank=True, bound='earliest', editable=False, null=True, of='end')),
                ('end_latest', quotes.models.fields.DayOfField(blank=True, bound='latest', editable=False, null=True, of='end')),
                ('basis', quotes.models.fields.PlainTextField(blank=True, help_text='Where title and dates are from.')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('speaker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='quotes.speaker')),
            ],
            options={
                'verbose_name': 'historical role',
                'verbose_name_plural': 'historical roles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
