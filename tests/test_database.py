"""What a database's URL becomes."""

import pytest
from django.db import connection

from ostiary.config import BadConfiguration
from ostiary.database import PREPARED_AFTER, database
from ostiary.queries import sql


def test_a_url_of_postgresql(tmp_path):
    made = database("postgresql://o%40:p%3A@db:5433/name?sslmode=require&pool_size=3", tmp_path)
    options = made["OPTIONS"]
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == ("o@", "p:", "db", "5433")
    assert (options["sslmode"], options["pool"]["max_size"]) == ("require", 3)
    assert options["prepare_threshold"] == PREPARED_AFTER


def test_statements_need_not_be_prepared(tmp_path):
    made = database("postgresql://db/name?prepare_threshold=none", tmp_path)
    assert made["OPTIONS"]["prepare_threshold"] is None


@pytest.mark.parametrize("url", ["mysql://db/name", "name", "sqlite:"])
def test_another_url_is_said_to_be_none(tmp_path, url):
    with pytest.raises(BadConfiguration, match="DATABASE_URL"):
        database(url, tmp_path)


@pytest.mark.django_db
def test_what_is_asked_often_is_planned_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans in microseconds")
    for n in range(PREPARED_AFTER + 2):
        assert sql.rows("select %(n)s::int + 1", {"n": n}) == [(n + 1,)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_prepared_statements where statement like 'select $1::int + 1'"
        )
        assert cursor.fetchone() == (1,)
