from django.db import migrations, models

import ostiary.models.refs
import ostiary.proofs.ids

AT_ONCE = 500


def give_names(apps, schema_editor):
    """Each standing gets an id of its own."""
    changed = []
    for standing in apps.get_model("ostiary", "Standing").objects.iterator(AT_ONCE):
        standing.ref = ostiary.proofs.ids.new_id()
        changed.append(standing)
        if len(changed) == AT_ONCE:
            changed = _kept(changed)
    _kept(changed)


def _kept(changed):
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["ref"])
    return []


class Migration(migrations.Migration):
    # Rows are rewritten and an index is made of them, which PostgreSQL does not do in one transaction.
    atomic = False

    dependencies = [("ostiary", "0007_passkeys")]

    operations = [
        migrations.AddField(
            "accountsettings", "longest_minutes", models.PositiveSmallIntegerField(null=True)
        ),
        migrations.AddField("accountsettings", "idle_minutes", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("standing", "last_seen_at", models.DateTimeField(null=True)),
        migrations.AddField("standing", "asked_again_at", models.DateTimeField(null=True)),
        migrations.AddField("standing", "ref", models.CharField(max_length=22, default="")),
        migrations.RunPython(give_names, migrations.RunPython.noop),
        migrations.AlterField(
            "standing", "ref", ostiary.models.refs.Ref(default=ostiary.proofs.ids.new_id)
        ),
    ]
