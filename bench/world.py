"""A world of a hundred thousand accounts and a million people, made by a few statements and kept.

One account is the one that is looked at: it has `size` members and 2,000 services. The same account is
made in a database that holds nothing else, so that the two can be compared.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from ostiary.actions import accounts
from ostiary.actions.actors import operator
from ostiary.models import Account, Member, Person
from ostiary.proofs.hashing import hash_password

PASSWORD = "seven quiet herons ford the river"
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
SERVICES = 2_000
# Of each account in the crowd.
CROWD_SERVICES = 2


@dataclass(frozen=True)
class Looked:
    """The account that is looked at, and its owner."""

    account: Account
    owner: Member


def make(*, size: int, crowd_accounts: int = 0, crowd_people: int = 0) -> Looked:
    """The account with its members, and around it a crowd. Whatever is there already stays."""
    found = Account.objects.filter(settings__name=f"Looked at {size}").first()
    if found is None:
        found = _account(size)
    if crowd_accounts and Account.objects.count() < crowd_accounts:
        _crowd(crowd_accounts, crowd_people)
    owner = Member.objects.select_related("person").get(ownerships__account=found)
    return Looked(found, owner)


def _account(size: int) -> Account:
    made = accounts.create(
        operator(),
        name=f"Looked at {size}",
        owner_name="Olga Ohm",
        owner_address=f"olga{size}@example.com",
        password_hash="argon2" + hash_password(PASSWORD),
    )
    account = Account.objects.get(ref=made["account"])
    Person.objects.filter(address=f"olga{size}@example.com").update(mailbox_proved_at=SINCE)
    with transaction.atomic(), connection.cursor() as cursor:
        _services(cursor, SERVICES, tag=f"S{size}", account=account.pk, per_account=SERVICES)
        _people(cursor, size - 1, tag=f"L{size}", account=account.pk, per_account=size)
        _run(cursor, size - 1, "limit", LIMIT, tag=f"L{size}")
        _run(cursor, 5 * (size - 1), "grant", GRANT, tag=f"L{size}", account=account.pk)
    _analyze()
    return account


def _crowd(crowd_accounts: int, crowd_people: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _run(cursor, crowd_accounts, "account", ACCOUNT, tag="C")
        cursor.execute("select min(id) from ostiary_account where ref like 'C0%%'")
        first = cursor.fetchone()[0]
        _run(cursor, crowd_accounts, "settings", SETTINGS, first=first)
        _people(cursor, crowd_people, tag="P", account=first, per_account=crowd_people // crowd_accounts)
        _services(
            cursor,
            CROWD_SERVICES * crowd_accounts,
            tag="Q",
            account=first,
            per_account=CROWD_SERVICES,
        )
        _run(cursor, crowd_accounts, "owner", OWNER, first=first, tag="P", per=crowd_people // crowd_accounts)
    _analyze()


def _people(cursor, count: int, *, tag: str, account: int, per_account: int) -> None:
    for name, statement in (("person", PERSON), ("member", MEMBER), ("state", STATE), ("role", ROLE)):
        _run(cursor, count, name, statement, tag=tag, account=account, per=per_account)


def _services(cursor, count: int, *, tag: str, account: int, per_account: int) -> None:
    for name, statement in (("service", SERVICE), ("service name", SERVICE_NAME)):
        _run(cursor, count, name, statement, tag=tag, account=account, per=per_account)


def _run(cursor, count: int, what: str, statement: str, **values) -> None:
    numbers = f"with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < {count})"
    text = statement.format(ref="{ref}").replace("{ref}", REF)
    head, select = text.split("select", 1)
    postgresql = connection.vendor == "postgresql"
    text = f"{numbers} {head} select {select}" if postgresql else f"{head} {numbers} select {select}"
    cursor.execute(text, {"since": connection.ops.adapt_datetimefield_value(SINCE), **values})


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("analyze")


# A public id of 22 characters from a tag and a number.
REF = (
    "%(tag)s || substr('0000000000000000000000' || cast(i as text),"
    " length(cast(i as text)) + length(%(tag)s) + 1, 22)"
)

ACCOUNT = """insert into ostiary_account (ref, created_at, event_count, event_digest)
select {ref}, %(since)s, 0, '' from n"""

SETTINGS = """insert into ostiary_accountsettings
  (account_id, name, name_key, sso, requires_second_factor, allowlist, phone, postal_address, since)
select %(first)s + i, 'Crowd ' || i, 'crowd ' || i, 'off', false, '', '', '', %(since)s from n"""

PERSON = """insert into ostiary_person
  (ref, address, address_key, name, password, password_number, language, time_zone, created_at,
   mailbox_proved_at, event_count, event_digest)
select {ref}, lower(%(tag)s) || i || '@example.net', lower(%(tag)s) || i || '@example.net',
       'Person ' || %(tag)s || i, '!', 0, 'en', 'UTC', %(since)s, %(since)s, 0, '' from n"""

MEMBER = """insert into ostiary_member (ref, account_id, person_id, address, address_key, created_at, version)
select {ref}, %(account)s + i / %(per)s, p.id, p.address, p.address_key, %(since)s, 1
  from n join ostiary_person p on p.ref = {ref}"""

STATE = """insert into ostiary_memberstate
  (member_id, account_id, state, name, sort_key, locked, bypass_sso, since)
select m.id, m.account_id, 'active', 'Person ' || %(tag)s || i, 'person ' || lower(%(tag)s) || i,
       false, false, %(since)s
  from n join ostiary_member m on m.ref = {ref}"""

ROLE = """insert into ostiary_memberrole (member_id, source, source_ref, role, since)
select m.id, 'hand', '',
       case i %% 4 when 0 then 'engineer' when 1 then 'user' when 2 then 'billing' else 'user' end, %(since)s
  from n join ostiary_member m on m.ref = {ref}"""

OWNER = """insert into ostiary_ownership (account_id, member_id, since)
select m.account_id, m.id, %(since)s from ostiary_member m
 where m.ref in (select %(tag)s || substr('0000000000000000000000' || cast(i * %(per)s as text),
                        length(cast(i * %(per)s as text)) + length(%(tag)s) + 1, 22) from n)"""

LIMIT = """insert into ostiary_limit (member_id, source, source_ref, services, workspaces, since)
select m.id, 'hand', '', true, false, %(since)s
  from n join ostiary_member m on m.ref = {ref} where i %% 4 <> 2"""

SERVICE = """insert into ostiary_service (ref, account_id, created_at, kind)
select {ref}, %(account)s + i / %(per)s, %(since)s, 'vcl' from n"""

SERVICE_NAME = """insert into ostiary_servicename (service_id, account_id, name, name_key, comment, since)
select s.id, s.account_id, 'service-' || i || '.example.com', 'service-' || i || '.example.com', '', %(since)s
  from n join ostiary_service s on s.ref = {ref}"""

GRANT = """insert into ostiary_servicegrant (ref, member_id, source, source_ref, service_id, level, since)
select {ref}, m.id, 'hand', '', s.id, 'read_only', %(since)s
  from n
  join ostiary_member m on m.ref = %(tag)s || substr('0000000000000000000000' || cast(i / 5 as text),
                                   length(cast(i / 5 as text)) + length(%(tag)s) + 1, 22)
  join ostiary_service s on s.account_id = %(account)s and s.ref = 'S' || substr(%(tag)s, 2) ||
       substr('0000000000000000000000' || cast((i * 397) %% 2000 as text),
              length(cast((i * 397) %% 2000 as text)) + length(%(tag)s) + 1, 22)"""
