
import django.db.models.deletion
import quotes.models.desk_queries
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quotes', '0018_name_keys_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='reviewevent',
            name='kind',
            field=models.CharField(choices=[('sent', 'Sent to review'), ('sent_back', 'Sent back'), ('taken_back', 'Taken from review'), ('assigned', 'Assigned'), ('published_own', 'Published without a second person')], max_length=15),
        ),
        migrations.AlterField(
            model_name='pendingimport',
            name='editor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['role_as_printed'], name='passage_role'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(models.F('speaker'), quotes.models.desk_queries.Beginning('text'), name='passage_beginning'),
        ),
    ]
