"""The forms of the door. What is typed into them is judged by the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..access.refusals import Invalid, Refusal
from ..actions.profile import time_zones
from ..models.factors import TRUST
from ..proofs.hashing import MAX_PASSWORD_BYTES
from ..proofs.links import CODE_DIGITS
from ..proofs.passkey_answers import LONGEST
from ..proofs.passwords import MIN_LENGTH
from ..proofs.totp import DIGITS
from ..web.fields import NameField
from ..web.forms import Form
from ..web.request import Request
from ..web.text import Text
from ..web.wording import SENTENCES

CHOOSING = format_lazy(
    _("At least {least} characters. Spaces are welcome: a few unrelated words are easy to remember."),
    least=MIN_LENGTH,
)

# A code that is good once, in figures that one can compare.
ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code"}


class PasswordField(forms.CharField):
    # So many characters, where its strength shows while it is typed.
    least: int | None = None


def password(label: Text, *, new: bool = False, judged: bool = False, help_text: Text = "") -> PasswordField:
    """A password as it is: never trimmed, pasted and filled in freely (ASVS 6.2.7, 6.2.8)."""
    attributes = {"autocomplete": "new-password" if new else "current-password"}
    field = PasswordField(
        label=label,
        strip=False,
        max_length=MAX_PASSWORD_BYTES,
        help_text=help_text,
        widget=forms.PasswordInput(attrs=attributes),
        error_messages={"required": _("Choose a password.") if new else _("Enter your password.")},
    )
    field.least = MIN_LENGTH if judged else None
    return field


def code() -> forms.CharField:
    return forms.CharField(
        label=_("Authentication code"),
        max_length=4 * DIGITS,
        help_text=_("The six digits that your authenticator app shows now."),
        widget=forms.TextInput(attrs=ONE_TIME),
        error_messages={"required": _("Enter the code that the app shows now.")},
    )


def recovery_code() -> forms.CharField:
    attributes = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(
        label=_("Recovery code"),
        max_length=64,
        help_text=_("One of the codes that you kept when you set up your second factor. Each is good once."),
        widget=forms.TextInput(attrs={**attributes, "autofocus": True}),
        error_messages={"required": _("Enter one of your recovery codes.")},
    )


def mailed_code() -> forms.CharField:
    return forms.CharField(
        label=_("Code from the letter"),
        max_length=4 * CODE_DIGITS,
        help_text=_("Eight digits. If the letter names several accounts, take the code of one."),
        widget=forms.TextInput(attrs=ONE_TIME),
        error_messages={"required": _("Enter the code from the letter.")},
    )


def by_recovery(request: Request) -> bool:
    """Whether somebody asks to give a recovery code in place of the usual one."""
    return request.GET.get("with") == "recovery"


def address(autocomplete: str = "username") -> forms.CharField:
    attributes = {"autocomplete": autocomplete, "autofocus": True}
    return forms.CharField(
        label=_("Email address"),
        max_length=1000,
        widget=forms.EmailInput(attrs=attributes),
        error_messages={"required": SENTENCES["address_missing"]},
    )


def passkey() -> forms.CharField:
    """What the browser says an authenticator answered; read by the actions alone."""
    return forms.CharField(
        widget=forms.HiddenInput,
        strip=False,
        max_length=LONGEST,
        error_messages={
            "required": SENTENCES["passkey_unreadable"],
            "max_length": SENTENCES["passkey_unreadable"],
        },
    )


class SignIn(Form):
    # The browser offers passkeys beside the addresses it knows (WebAuthn, conditional mediation).
    address = address("username webauthn")
    password = password(_("Password"))


class Code(Form):
    code = code()


def end_others(help_text: Text) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("End my other sessions"), required=False, initial=True, help_text=help_text
    )


class ConfirmAuthenticator(Code):
    end_others = end_others(_("With your first second factor they end in any case."))


class RemoveFactor(Form):
    """With the last second factor other sessions end in any case."""

    end_others = end_others(_("If somebody else may have had it in their hands."))

    def __init__(self, *args: Any, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_last:
            del self.fields["end_others"]


class MakeRecoveryCodes(Form):
    end_others = end_others(_("If somebody else may have used one of the codes that you have."))

    def __init__(self, *args: Any, has_codes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_codes:
            del self.fields["end_others"]


class Proving(Form):
    """Where a recovery code may stand in for the usual one, no next one comes that one could wait for."""

    recovery = False

    def refuse(self, refusal: Refusal) -> None:
        is_wrong = self.recovery and refusal.code == "code_wrong"
        super().refuse(Invalid("code", "recovery_code_wrong") if is_wrong else refusal)


class SignInCode(Proving):
    """The second step of signing in. By a recovery code no browser comes to be trusted."""

    code = code()
    trust = forms.BooleanField(
        label=format_lazy(_("Trust this browser for {days} days"), days=TRUST.days),
        required=False,
        help_text=_("It will then ask for your password alone. Not on a device that others use."),
    )

    def __init__(self, *args: Any, recovery: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recovery = recovery
        if recovery:
            self.fields["code"] = recovery_code()
            del self.fields["trust"]


class MailedCode(Form):
    code = mailed_code()


class Enter(Proving):
    """Only what the account still asks for."""

    password = password(_("Password"))
    code = code()

    def __init__(self, *args: Any, asks: set[str], recovery: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recovery = recovery
        if recovery:
            self.fields["code"] = recovery_code()
        for name in {"password", "code"} - asks:
            del self.fields[name]


class Presence(Form):
    password = password(_("Password"))


class AskForReset(Form):
    address = address()


class NewPassword(Form):
    new = password(_("New password"), new=True, judged=True, help_text=CHOOSING)


class ChangePassword(Form):
    current = password(_("Current password"))
    new = password(_("New password"), new=True, judged=True, help_text=CHOOSING)
    confirm = password(_("Confirm password"), new=True)
    confirm.error_messages["required"] = _("Enter the new password once more.")

    def clean_confirm(self) -> str:
        typed: str = self.cleaned_data["confirm"]
        if "new" in self.cleaned_data and typed != self.cleaned_data["new"]:
            raise forms.ValidationError(_("This is not the same as the new password."), code="differs")
        return typed


class Join(Form):
    """A new person: the address is the invited one, whatever a form says."""

    name = NameField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = password(_("Password"), new=True, judged=True, help_text=CHOOSING)


class NewPasskey(Form):
    name = NameField(
        label=_("Name of the device or key"),
        help_text=_("So that you can tell several apart, such as “Blue key”."),
    )
    end_others = end_others(_("With your first second factor they end in any case."))
    passkey = passkey()


class RenamePasskey(Form):
    name = NameField(label=_("Name of the device or key"))


class Authenticator(Form):
    name = NameField(
        label=_("Name of the app or device"),
        help_text=_("So that you can tell several apart, such as “Phone”."),
    )


class Profile(Form):
    name = NameField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        help_text=_("Of these pages and of letters to you."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(time_zones())],
    )
