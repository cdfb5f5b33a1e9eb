"""Processes beside the test's own, on the test's own database."""

import os

from django.db import connection


def environment(**settings: str) -> dict[str, str]:
    """What a child needs to find this test's database; everything else is as in the suite."""
    database = connection.settings_dict
    url = f"sqlite://{database['NAME']}"
    if connection.vendor == "postgresql":
        who = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        url = f"postgresql://{who}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": url, **settings}
