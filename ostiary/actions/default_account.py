"""The account that opens by itself at the next sign-in."""

from ..access.refusals import Conflict, NotFound
from ..models import Person
from ..queries import landing, own_accounts
from .act import Act
from .kernel import action


@action(locks="person")
def choose(act: Act, account_ref: str) -> None:
    """Make an account the default. With two or more accounts whose single sign-on is on, the rule chooses."""
    person = act.person
    accounts = own_accounts.of(person.pk)
    account = next((one for one in accounts if one.ref == account_ref), None)
    if account is None:
        raise NotFound()
    before = landing.default(accounts, person.default_account_id)
    if before.is_automatic:
        raise Conflict("default_is_automatic")
    if before.account == account:
        return act.nothing_changed()
    Person.objects.filter(pk=person.pk).update(default_account=account.id)
    # On the person's own trail alone: no account learns of another.
    return act.record("default_account.changed", person, after={"account": account.ref}, on=person)
