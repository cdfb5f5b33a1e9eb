"""A person's own name, language and time zone."""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings

from ..access.refusals import Invalid
from ..models import Member, MemberState, Person
from ..proofs.names import name_key
from . import checks, own
from .act import Act
from .histories import succeed
from .kernel import action
from .trail import Personal


@cache
def time_zones() -> frozenset[str]:
    """The zones that this machine knows, read once: finding them opens some six hundred files."""
    return frozenset(available_timezones())


@action(locks="own")
def change(act: Act, *, name: str, language: str, time_zone: str) -> None:
    """The name changes in every account that still calls its member by the person's former one."""
    name = checks.name(name)
    if language not in dict(settings.LANGUAGES):
        raise Invalid("language", "language_unknown")
    if time_zone not in time_zones():
        raise Invalid("time_zone", "time_zone_unknown")
    person = own.lock(act)
    if (person.name, person.language, person.time_zone) == (name, language, time_zone):
        return act.nothing_changed()
    Person.objects.filter(pk=person.pk).update(name=name, language=language, time_zone=time_zone)
    before = {"name": Personal(person.name), "language": person.language, "time_zone": person.time_zone}
    after = {"name": Personal(name), "language": language, "time_zone": time_zone}
    act.record("person.changed", person, before=before, after=after, on=person)
    if person.name != name:
        for member in own.memberships(act):
            _rename(act, member, person.name, name)
    return None


def _rename(act: Act, member: Member, before: str, after: str) -> None:
    state = MemberState.objects.current().get(member=member)
    if state.name != before:
        return
    succeed(state, act.now, name=after, sort_key=name_key(after))
    names = {"before": {"name": Personal(before)}, "after": {"name": Personal(after)}}
    act.record("member.renamed", member, on=act.locked_account(member.account_id), **names)
