"""What every form has: a one-time key, and refusals shown at the field they are about."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest

from ..access.refusals import Refusal
from ..actions.kernel import SudoNeeded
from .wording import sentence


def new_once_key() -> str:
    return secrets.token_urlsafe(18)


class Form(forms.Form):
    """A double click sends the same key twice and gets the first result twice (actions/kernel.py)."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_once_key)

    use_required_attribute = False
    # The status of the refusal that the form shows.
    _refused = 0

    @property
    def once_key(self) -> str:
        """The key with a digest of what was sent: changed and sent again, a form counts as another one."""
        key = self.cleaned_data.get("once", "")
        typed = sorted((name, self.data.getlist(name)) for name in self.fields if name in self.data)  # type: ignore[attr-defined]
        return f"{key}:{sha256(repr(typed).encode()).hexdigest()}" if key else ""

    @contextmanager
    def showing(self, *kinds: type[Refusal]) -> Iterator[None]:
        """Carry out what the form asks for. A refusal of these kinds is shown, and the page comes again.

        with form.showing(Conflict, Invalid):
            tokens.create(...)
            return redirect(...)
        return render(...)
        """
        try:
            yield
        except kinds as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal where it belongs: at its field, else above the form. `SudoNeeded` is raised on."""
        if isinstance(refusal, SudoNeeded):
            raise refusal
        self._refused = refusal.status
        field = refusal.field if refusal.field in self.fields else None
        if field and "field_name" in refusal.params:
            refusal.params["field_name"] = self.fields[field].label
        text = sentence(refusal)
        self.add_error(field, forms.ValidationError(text, code=refusal.code))
        self._lead_to_mistake()

    @property
    def status(self) -> int:
        """Of the page that shows the form: the refusal's, 422 for what was filled in wrong, else 200."""
        return self._refused or (422 if self.errors else 200)

    def full_clean(self) -> None:
        super().full_clean()
        for name in getattr(self, "_errors", None) or {}:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"
        self._lead_to_mistake()

    def _lead_to_mistake(self) -> None:
        """Whoever's form comes back has the focus on the first field that is wrong, which says why."""
        fields = [field for field in self.visible_fields() if not field.use_fieldset]
        wrong = next((field for field in fields if field.errors), None)
        if wrong:
            for field in fields:
                field.field.widget.attrs.pop("autofocus", None)
            wrong.field.widget.attrs["autofocus"] = True


def once_of(post: Any) -> str:
    """The one-time key of a bare button's form."""
    return str(post.get("once", ""))[:64]


def sent(request: HttpRequest) -> Any:
    """What to bind a form to: whatever a POST brought, even nothing; for any other method, None."""
    return request.POST if request.method == "POST" else None
