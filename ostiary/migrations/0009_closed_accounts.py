import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ostiary", "0008_how_long_standings_last")]

    operations = [
        migrations.CreateModel(
            "Closure",
            fields=[
                ("id", models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    )),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="ostiary.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["account"], condition=models.Q(until__isnull=True), name="one_closure"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                        name="closure_order",
                    ),
                ]
            },
        ),
    ]
