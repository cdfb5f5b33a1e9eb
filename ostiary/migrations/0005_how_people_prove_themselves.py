import django.db.models.deletion
import ostiary.models.refs
import ostiary.proofs.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ostiary', '0004_resets_of_nobody'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='methods',
            field=models.JSONField(default=list),
        ),
        migrations.RunSQL(
            [
                """update ostiary_session set methods = '["password"]'
                    where password_at is not null and factor_at is null""",
                """update ostiary_session set methods = '["password", "totp"]'
                    where password_at is not null and factor_at is not null""",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(
            model_name='session',
            name='factor_at',
        ),
        migrations.RemoveField(
            model_name='session',
            name='password_at',
        ),
        migrations.CreateModel(
            name='RecoveryCodes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.BinaryField(max_length=16)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to='ostiary.person')),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32)),
                ('used_at', models.DateTimeField(null=True)),
                ('codes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='each', to='ostiary.recoverycodes')),
            ],
        ),
        migrations.CreateModel(
            name='TrustedBrowser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', ostiary.models.refs.Ref(default=ostiary.proofs.ids.new_id)),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField()),
                ('ip', models.CharField(blank=True, max_length=45)),
                ('user_agent', models.CharField(blank=True, max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trusted_browsers', to='ostiary.person')),
            ],
        ),
        migrations.AddConstraint(
            model_name='recoverycodes',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person',), name='one_set_of_recovery_codes'),
        ),
        migrations.AddIndex(
            model_name='trustedbrowser',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['person'], name='trusted_now'),
        ),
    ]
