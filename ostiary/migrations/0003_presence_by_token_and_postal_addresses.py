import django.db.models.deletion
from django.db import migrations, models

import ostiary.models.refs
import ostiary.proofs.ids


class Migration(migrations.Migration):
    dependencies = [("ostiary", "0002_what_clients_know_by_name")]

    operations = [
        migrations.AddField("accountsettings", "phone", models.CharField(blank=True, max_length=40)),
        migrations.AddField(
            "accountsettings", "postal_address", models.CharField(blank=True, max_length=500)
        ),
        migrations.AddField("token", "limits_services", models.BooleanField(default=False)),
        migrations.AddField("token", "limits_workspaces", models.BooleanField(default=False)),
        migrations.AddField("token", "workspaces", models.JSONField(default=list)),
        migrations.AddField("token", "sudo_until", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="PostalAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("ref", ostiary.models.refs.Ref(default=ostiary.proofs.ids.new_id)),
                (
                    "kind",
                    models.CharField(choices=[("tax", "Tax"), ("billing", "Billing")], max_length=8),
                ),
                ("address_1", models.CharField(max_length=200)),
                ("address_2", models.CharField(blank=True, max_length=200)),
                ("locality", models.CharField(max_length=200)),
                ("region", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=20)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postal_addresses",
                        to="ostiary.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("account", "kind"),
                        name="one_postal_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="postal_address_order",
                    ),
                ],
            },
        ),
    ]
