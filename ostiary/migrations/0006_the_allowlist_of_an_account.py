from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ostiary", "0005_how_people_prove_themselves")]

    operations = [
        migrations.AddField("accountsettings", "allowlist", models.TextField(blank=True)),
    ]
