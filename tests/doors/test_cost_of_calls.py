"""What a read by API asks of the database: whose token it is, what it may do, and the answer's own data.

Nothing of it depends on how much there is.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.doors.calling import call
from tests.doors.good_calls import GOOD, Good
from tests.doors.house import House

# Statements before the data: the token, its member's access, and whether what is asked about is there.
BEFORE = 3
# Statements for the data: of a list, a page of its rows and their number.
OWN = 2
READS = [good for good in GOOD if not good.operation.writes]
# As every style of paging asks for a page with one row.
ONE_ROW = {"per_page": "1", "page[size]": "1", "limit": "1"}


def statements(house: House, who: str, good: Good, **options: dict[str, str]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        call(house, who, good, **options)
    return [query["sql"].lower() for query in asked.captured_queries]


@pytest.mark.parametrize("good", READS, ids=str)
def test_a_read_costs_few_statements_and_the_same_for_one_row_and_many(acme: House, good: Good):
    for who in ("superuser", "limited engineer", "automation engineer"):
        asked = statements(acme, who, good)
        assert len(asked) <= BEFORE + OWN, "\n".join([who, *asked])
        assert "from ostiary_token t" in asked[0]
        assert all(sql.lstrip().startswith("select") for sql in asked), "\n".join([who, *asked])
        assert len(statements(acme, who, good, query=ONE_ROW)) == len(asked)
