"""The sentences of signing in and of what is a person's own; part of `wording.SENTENCES`."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .lasting import lasting
from .text import Text

OF_THE_DOOR: dict[str, Text] = {
    # Logging in. One sentence for every way in which address and password do not belong together.
    "sign_in_wrong": _("The address or the password is not right. Check both and try again."),
    "sign_in_again": _("That took too long, or was finished elsewhere. Log in again."),
    "code_wrong": _("This code is not right, or was used already. Wait for the next one and enter it."),
    "recovery_code_wrong": _("This recovery code is not right, or was used already. Enter another one."),
    "password_wrong": _("This is not your password. Try again."),
    # Accounts
    "account_asks_unlocking": _("Your membership is locked. Ask a superuser of the account."),
    "account_asks_address": _("This account cannot be reached from the address where you are."),
    "account_asks_provider": _("This account asks for its own single sign-on."),
    "account_asks_password": _("This account asks for your password."),
    "account_asks_code": _("This account asks for your second factor."),
    "account_asks_enrolment": _("This account asks you to set up two-factor authentication first."),
    "default_is_automatic": _(
        "Several of your accounts use single sign-on, so the default is the first account "
        "you were invited to and cannot be set by hand."
    ),
    # Passwords
    "password_too_short": _("Use at least {least} characters. Several unrelated words make it easy."),
    "password_too_long": _("Use at most {most} bytes."),
    "password_unreadable": _("This contains something that is no text. Type the password anew."),
    "password_unchanged": _("This is the password that you have. Choose another one."),
    "password_repeated": _("This repeats itself. Use something longer that does not."),
    "password_context": _(
        "This is mostly a name or an address that others know: yours, an account's, or the server's. "
        "Use something else."
    ),
    "password_common": _("This is made of what many people use. Add words that do not belong together."),
    "password_breached": _(
        "This password stood in a breach of another service, so attackers try it first. Use another, "
        "and change it wherever you use it."
    ),
    "password_guessable": _("This is easily guessed. Add words that do not belong together."),
    "reset_used": _("This link was used already, or a newer password was set since."),
    "reset_expired": format_lazy(_("This link was good for {life}, which is over."), life=lasting("reset")),
    # Two-factor authentication
    "factor_demanded": _(
        "{accounts} asks for a second factor, so your last one stays. "
        "Add another one first, then remove this."
    ),
    "too_many_factors": _("You have {most} authenticator apps, which is the most. Remove one first."),
    "recovery_needs_factor": _("Set up two-factor authentication first. Recovery codes stand in for it."),
    "recovery_codes_gone": _(
        "Recovery codes are shown once, right after they are made, and cannot be looked up. Make new ones "
        "under Profile & security, and download those."
    ),
    "too_many_passkeys": _(
        "You have {most} passkeys and security keys, which is the most. Remove one first."
    ),
    "passkeys_need_a_name": _(
        "Passkeys do not work at this address: browsers ask for a name, and for https unless it is localhost."
    ),
    "passkey_known": _("This passkey was added already."),
    "passkey_unreadable": _("The browser gave no answer of a passkey or security key. Try again."),
    "passkey_too_late": format_lazy(
        _("That took longer than {life}, or was sent twice. Try again."), life=lasting("passkey challenge")
    ),
    "passkey_wrong": _("This passkey or security key is not accepted here. Use another one, or another way."),
    "pass_code_wrong": _(
        "This code is not right, was used already, or is too old. Enter the one of the latest letter."
    ),
    "factor_gone": _("This authenticator app was removed already."),
    "no_factor": _("This person has no second factor."),
    "enrolment_gone": _("This key was shown too long ago, or is in use already. Start again."),
    # Profile
    "language_unknown": _("There is no such language here. Choose one from the list."),
    "time_zone_unknown": _("There is no such time zone. Choose one from the list."),
}
