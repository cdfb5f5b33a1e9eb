"""The least that the same framework can do: a view with one indexed read that returns as many bytes.

granian --interface wsgi bench.bare_django:application, with the database and the bytes in the environment
"""

import json
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from ostiary.database import database

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="measured alone",
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    USE_TZ=True,
    LOGGING_CONFIG=None,
    DATABASES={"default": database(os.environ["BENCH_DATABASE"], Path())},
)
django.setup()

ACCOUNT = int(os.environ["BENCH_ACCOUNT"])
TOKEN = """
select id, ref, name, scopes, created_at from ostiary_token
 where account_id = %s and ended_at is null limit 1
"""
USERS = """
select m.ref, m.address, ms.name, ms.locked, m.created_at, ms.since, m.last_active_at
  from ostiary_member m join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null
 where m.account_id = %s and ms.state = 'active' order by m.id limit 100
"""
NAMES = ("id", "login", "name", "locked", "created_at", "updated_at", "last_active_at")
# The fields of a user that this view looks up nothing for: it returns as many bytes all the same.
THE_REST = {
    "customer_id": "x" * 22,
    "role": "engineer",
    "roles": ["x" * 22],
    "limit_services": False,
    "limit_workspaces": False,
    "require_new_password": False,
    "two_factor_auth_enabled": False,
    "two_factor_setup_required": False,
    "deleted_at": None,
}


def padded(request: HttpRequest, size: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(TOKEN, [ACCOUNT])
        cursor.fetchone()
    return HttpResponse(b"x" * size, content_type="application/json")


def users(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(USERS, [ACCOUNT])
        rows = cursor.fetchall()
    body = json.dumps([dict(zip(NAMES, row, strict=True)) | THE_REST for row in rows], default=str)
    return HttpResponse(body, content_type="application/json")


urlpatterns = [path("padded/<int:size>", padded), path("users", users)]
application = get_wsgi_application()
