from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ostiary", "0010_passes")]

    operations = [migrations.AddField("person", "password_number", models.IntegerField(default=0))]
