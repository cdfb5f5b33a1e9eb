import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ostiary", "0003_presence_by_token_and_postal_addresses")]

    operations = [
        migrations.AlterField(
            "passwordreset",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="password_resets",
                to="ostiary.person",
            ),
        ),
    ]
