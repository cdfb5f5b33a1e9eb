import django.db.models.deletion
import ostiary.models.refs
import ostiary.proofs.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ostiary', '0006_the_allowlist_of_an_account'),
    ]

    operations = [
        migrations.CreateModel(
            name='PasskeyChallenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('purpose', models.CharField(choices=[('enrolment', 'Enrolment'), ('sign_in', 'Sign In'), ('second_factor', 'Second Factor'), ('entry', 'Entry'), ('presence', 'Presence')], max_length=16)),
                ('holder', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='person',
            name='passkey_handle',
            field=models.BinaryField(max_length=32, null=True, unique=True),
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', ostiary.models.refs.Ref(default=ostiary.proofs.ids.new_id)),
                ('name', models.CharField(max_length=100)),
                ('credential_id', models.BinaryField(max_length=1023, unique=True)),
                ('public_key', models.BinaryField(max_length=2048)),
                ('counter', models.BigIntegerField(default=0)),
                ('transports', models.JSONField(default=list)),
                ('aaguid', models.BinaryField(max_length=16)),
                ('backup_eligible', models.BooleanField()),
                ('backed_up', models.BooleanField()),
                ('user_verified', models.BooleanField()),
                ('created_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(null=True)),
                ('disabled_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to='ostiary.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['person'], name='passkey_now')],
            },
        ),
    ]
