import django.db.models.deletion
from django.db import migrations, models

import ostiary.models.refs
import ostiary.proofs.ids

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to(kind, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=f"ostiary.{kind}", **more)


class Migration(migrations.Migration):
    dependencies = [("ostiary", "0009_closed_accounts")]

    operations = [
        migrations.AddField("totpdevice", "member", to("member", null=True, related_name="+")),
        migrations.CreateModel(
            "Pass",
            [
                ("id", KEY),
                ("ref", ostiary.models.refs.Ref(default=ostiary.proofs.ids.new_id)),
                ("member", to("member", related_name="passes")),
                ("giver", to("member", related_name="+")),
                ("given_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("failures", models.IntegerField(default=0)),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="ostiary.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "PassCode",
            [
                ("id", KEY),
                ("ref", ostiary.models.refs.Ref(default=ostiary.proofs.ids.new_id)),
                ("person", to("person", related_name="+")),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddConstraint(
            "pass",
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ended_at__isnull=True), name="one_pass"
            ),
        ),
    ]
