"""Letters to members about an account."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import AccountSettings, Closure, State
from . import links, names, readers
from .letter import Button, Letter, moment, write


def ownership_transferred(at: datetime, *, member: int, before: int, after: int) -> Letter | None:
    """To the member named: the account has another owner. Everybody concerned gets their own letter."""
    told = readers.told(member)
    if told is None:
        return None
    reader = readers.member(told)
    with reader.reading():
        account = names.account(told.account_id)
        if member == after:
            line = _("You are now the owner of the account %(account)s.")
        else:
            line = _("The account %(account)s has another owner.")
        return write(
            reader,
            subject=_("An account on %(product)s has a new owner"),
            lines=[line % {"account": account}],
            facts=[
                (_("Account"), account),
                (_("Owner before"), names.member(before)),
                (_("Owner now"), names.member(after)),
                (_("When"), moment(at)),
            ],
            button=Button(_("Open the account"), links.account(told.account.ref)),
            after=[_("If you did not expect this, ask another superuser of the account at once.")],
        )


def allowlist_opened(at: datetime, *, member: int, by: int, ip: str, off: bool) -> Letter | None:
    """To a superuser: the owner opened the account from an address that its allowlist did not have."""
    told = readers.told(member)
    if told is None:
        return None
    reader = readers.member(told)
    with reader.reading():
        if off:
            line = _("The owner of the account %(account)s turned its login IP allowlist off.")
        else:
            line = _("The owner of the account %(account)s added their address to its login IP allowlist.")
        return write(
            reader,
            subject=_("The allowlist of an account on %(product)s was opened"),
            lines=[line % {"account": names.account(told.account_id)}],
            facts=[(_("Owner"), names.member(by)), (_("Address"), ip), (_("When"), moment(at))],
            button=Button(_("Open the account"), links.account(told.account.ref)),
            after=[_("If the owner did not do this, tell whoever runs this server at once.")],
        )


def second_factor_reminder(at: datetime, *, member: int) -> Letter | None:
    """To a member without a second factor: what the account asks for. None once they have left."""
    told = readers.told(member, only=State.ACTIVE)
    if told is None:
        return None
    reader = readers.member(told)
    with reader.reading():
        demands = AccountSettings.objects.current().get(account=told.account_id).requires_second_factor
        if demands:
            line = _("The account %(account)s opens to nobody without a second factor, and you have none.")
        else:
            line = _("The account %(account)s asks you to protect your sign-in with a second factor.")
        return write(
            reader,
            subject=_("Set up two-factor authentication on %(product)s"),
            lines=[
                line % {"account": names.account(told.account_id)},
                _("An authenticator app on your phone is enough. It takes two minutes."),
            ],
            button=Button(_("Set up two-factor authentication"), links.own_security()),
            after=[_("If you have set one up meanwhile, there is nothing to do.")],
        )


def standings_ended(at: datetime, *, member: int) -> Letter | None:
    """To a member whose sessions in the account a superuser has ended."""
    told = readers.told(member, only=State.ACTIVE)
    if told is None:
        return None
    reader = readers.member(told)
    with reader.reading():
        account = names.account(told.account_id)
        return write(
            reader,
            subject=_("You were logged out of an account on %(product)s"),
            lines=[
                _("A superuser of the account %(account)s has ended where you were logged in to it.")
                % {"account": account},
                _("To open it again, confirm that it is you. Your other accounts are not touched."),
            ],
            facts=[(_("Account"), account), (_("When"), moment(at))],
            button=Button(_("Open the account"), links.account(told.account.ref)),
            after=[_("If you know of no reason for it, ask a superuser, and see where you are logged in:")],
            aside=Button(_("Your sessions"), links.own_security()),
        )


def member_removed(at: datetime, *, member: int) -> Letter | None:
    """To somebody whose membership was ended by another: what has stopped. None once they are back."""
    gone = readers.told(member, only=State.ENDED)
    if gone is None:
        return None
    reader = readers.member(gone)
    with reader.reading():
        account = names.account(gone.account_id)
        product = settings.CONFIG.product
        return write(
            reader,
            subject=_("Your access to an account on %(product)s has ended"),
            lines=[
                _("You are no longer a member of the account %(account)s on %(product)s.")
                % {"account": account, "product": product},
                _("Your API tokens for this account have stopped working. Other accounts are not touched."),
            ],
            facts=[(_("Account"), account), (_("When"), moment(at))],
            after=[_("If you think this is a mistake, ask a superuser of the account.")],
        )


def account_closed(at: datetime, *, member: int, by: int) -> Letter | None:
    """To the owner and the superusers that there were. None once somebody opened it again."""
    told = readers.told(member)
    if told is None or not Closure.objects.current().filter(account=told.account_id).exists():
        return None
    reader = readers.member(told)
    with reader.reading():
        account = names.account(told.account_id)
        product = settings.CONFIG.product
        return write(
            reader,
            subject=_("An account on %(product)s was closed"),
            lines=[
                _("The account %(account)s on %(product)s is closed.")
                % {"account": account, "product": product},
                _("All its users, API tokens and invitations have ended. Other accounts are not touched."),
            ],
            facts=[(_("Account"), account), (_("Closed by"), names.member(by)), (_("When"), moment(at))],
            after=[_("If you did not expect this, tell whoever runs the server: they can open it again.")],
        )
