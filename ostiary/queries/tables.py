"""Which migrations the database has seen, beside those of this version."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def missing_migrations() -> list[str]:
    """The migrations of this version that the database has not seen, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """What the database has seen and this version does not know: a newer version was here."""
    loader = MigrationLoader(connection)
    ours = {app for app, _ in loader.disk_migrations}
    return [
        f"{app}.{name}"
        for app, name in sorted(loader.applied_migrations)
        if app in ours and (app, name) not in loader.disk_migrations
    ]


def applied_migrations() -> list[str]:
    return [f"{app}.{name}" for app, name in sorted(MigrationLoader(connection).applied_migrations)]
