"""Whether a person holds a second factor, as part of a statement."""

# A factor that is disabled is held all the same: too many wrong codes, or a copied key, open nothing. An app
# that counts in one account alone is not the person's own.
HOLDS_FACTOR = """(exists (
  select 1 from ostiary_totpdevice f
   where f.person_id = {person} and f.member_id is null
     and f.confirmed_at is not null and f.ended_at is null)
 or exists (select 1 from ostiary_passkey f where f.person_id = {person} and f.ended_at is null))"""


def holds_factor(person: str) -> str:
    """The condition that the person with this key, a column or a parameter, holds one."""
    return HOLDS_FACTOR.format(person=person)
