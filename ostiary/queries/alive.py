"""Whether the database answers."""

from django.db import connection


def ask() -> None:
    """Read one row that is always there. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute("select id from django_migrations limit 1")
        cursor.fetchone()
