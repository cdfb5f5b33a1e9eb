"""Makes a database to look at, in a process of its own, and prints as JSON how to look at it.

python -m bench.prepare SIZE [CROWD_ACCOUNTS CROWD_PEOPLE]
"""

import json
import sys

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import plans, world
from ostiary.actions import tokens
from ostiary.actions.actors import operator
from ostiary.clock import now
from ostiary.models import Session, Standing
from ostiary.models.sessions import LONGEST
from ostiary.proofs.cookies import new_session_secret, session_digest


def main() -> None:
    size, *crowd = (int(word) for word in sys.argv[1:])
    call_command("migrate", verbosity=0)
    accounts, people = crowd or (0, 0)
    looked = world.make(size=size, crowd_accounts=accounts, crowd_people=people)
    secret = _session(looked)
    path = f"/a/{looked.account.ref}/users"
    queries = _queries(path, secret)
    print(
        json.dumps(
            {
                "path": path,
                "cookie": f"{settings.SESSION_COOKIE_NAME}={secret}",
                "token": _token(looked),
                "account": looked.account.ref,
                "account_id": looked.account.pk,
                "queries": len(queries),
                "scans": plans.scans(queries),
            }
        )
    )


def _session(looked: world.Looked) -> str:
    secret, at = new_session_secret(), now()
    session = Session.objects.create(
        person_id=looked.owner.person_id,
        digest=session_digest(secret),
        created_at=at,
        last_seen_at=at,
        expires_at=at + LONGEST,
        methods=["password"],
    )
    Standing.objects.create(
        session=session, account=looked.account, member=looked.owner, methods=["password"], opened_at=at
    )
    return secret


def _token(looked: world.Looked) -> str:
    actor = operator(looked.account.pk)
    return tokens.create_for(actor, looked.owner.ref, name="bench", scopes=["global"])["secret"]


def _queries(path: str, secret: str) -> list[str]:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.cookies[settings.SESSION_COOKIE_NAME] = secret
    client.get(path)  # notes that somebody was here, which the next minutes do not
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return [query["sql"] for query in captured.captured_queries]


main()
