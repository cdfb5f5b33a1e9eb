"""How the database means to answer: a plan that reads a whole table grows with the neighbours."""

import json

from django.db import connection

# Tables that grow with the number of accounts or people.
GROWING = ("account", "person", "member", "memberstate", "memberrole", "limit", "service", "servicename")


def scans(queries: list[str]) -> list[str]:
    """Of each statement that reads a growing table from end to end, the part of the plan that says so."""
    found = []
    for query in queries:
        if query.lstrip().lower().startswith(("select", "with")):
            found += _postgresql(query) if connection.vendor == "postgresql" else _sqlite(query)
    return found


def _sqlite(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("explain query plan " + query.replace("%", "%%"), [])
        steps = [row[3] for row in cursor.fetchall()]
    made_here = {step.split()[-1] for step in steps if step.startswith(("CO-ROUTINE ", "MATERIALIZE "))}
    harmless = ("CONSTANT ROW", "(", "SUBQUERY", "json_each")
    read = [step.removeprefix("SCAN ") for step in steps if step.startswith("SCAN ")]
    return [f"SCAN {name}" for name in read if name not in made_here and not name.startswith(harmless)]


def _postgresql(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + query.replace("%", "%%"), [])
        answer = cursor.fetchone()[0]
    plan = answer if isinstance(answer, list) else json.loads(answer)
    return list(_seq_scans(plan[0]["Plan"]))


def _seq_scans(node: dict) -> list[str]:
    here = []
    if node["Node Type"] == "Seq Scan" and node["Relation Name"].removeprefix("ostiary_") in GROWING:
        here.append(f"Seq Scan on {node['Relation Name']}")
    return here + [line for inner in node.get("Plans", []) for line in _seq_scans(inner)]
