"""*Delete user*: what will end, said before anything does. For the owner it is first the handing over."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.forms import BooleanField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ...access.refusals import Conflict, Refusal
from ...actions import members
from ...clock import now
from ...models import ContactKind
from ...queries import tokens
from ...queries.subjects import Leaving, Subject, leaving
from ...web.addresses import here
from ...web.company_words import CONTACT_KINDS
from ...web.forms import Form, sent
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from ..tokens import shown as token_lines
from . import handover
from .editor import find_active, is_gone

# Invitations that are named one by one.
NAMED = 5


class DeleteForm(Form):
    # Required where it is shown, so that a browser asks for it before anything is sent.
    use_required_attribute = True

    revoke_tokens = BooleanField(
        label=gettext_lazy("Revoke all of this user's API tokens and delete the user"), required=False
    )


@in_account
@needs("members.delete")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: InsideRequest, account: str, member: str) -> HttpResponse:
    form = DeleteForm(sent(request))
    if form.is_valid() and is_gone(request, member):
        return _as_before(request, member, form)
    subject = find_active(request, member)
    if request.method != "POST" or not form.is_valid():
        return page(request, subject, form)
    revoke = form.cleaned_data["revoke_tokens"]
    try:
        members.delete(request.actor(once=form.once_key), member, revoke_tokens=revoke)
    except Conflict as refusal:
        return page(request, subject, form, refusal)
    text = _("%(name)s is deleted from %(account)s. Everything they held here has ended.")
    messages.success(request, text % {"name": subject.shown, "account": request.visit.account_name})
    return redirect(here(request, "users"))


def _as_before(request: InsideRequest, member: str, form: Form) -> HttpResponse:
    """A second click gets the first answer, which the action remembers; for all others there is nothing."""
    revoke = form.cleaned_data["revoke_tokens"]
    members.delete(request.actor(once=form.once_key), member, revoke_tokens=revoke)
    return redirect(here(request, "users"))


def page(
    request: InsideRequest, subject: Subject, form: Form, refusal: Refusal | None = None
) -> HttpResponse:
    """The consequences and the question; or what has to be done first."""
    ends = leaving(subject.id, now())
    status = refusal.status if refusal else 200
    if subject.id == request.visit.member_id:
        return render(request, "panel/users/removal_of_oneself.html", {"subject": subject}, status=status)
    if subject.is_owner:
        return handover.page(request, subject, handover.OWNER, status=status)
    if ends.is_primary_contact:
        return handover.page(request, subject, handover.CONTACT, status=status)
    if refusal:
        form.refuse(Conflict(refusal.code, field=_field_of(refusal), **refusal.params))
    return render(request, "panel/users/removal.html", _question(request, subject, form, ends), status=status)


def _field_of(refusal: Refusal) -> str | None:
    return "revoke_tokens" if refusal.code == "tokens_still_live" else None


def _question(request: InsideRequest, subject: Subject, form: Form, ends: Leaving) -> dict[str, Any]:
    moment, account_id = now(), request.visit.account_id
    live = tokens.count_live(account_id, subject.ref, moment)
    found = tokens.of_account(account_id, now=moment, member_ref=subject.ref) if live else None
    lines = token_lines(request, found) if found else []
    review = f"{here(request, 'account-tokens')}?member={subject.ref}"
    if not live:
        del form.fields["revoke_tokens"]
    else:
        form.fields["revoke_tokens"].required = True
    return {
        "subject": subject,
        "form": form,
        "live": live,
        "tokens": [line for line in lines if not line["expired"]],
        "review_href": review,
        "consequences": list(_consequences(ends, live, review)),
    }


def _consequences(ends: Leaving, live: int, review: str) -> Iterator[dict[str, Any]]:
    """What ends, counted; what there is none of is not mentioned."""
    if live:
        text = ngettext("API token is revoked", "API tokens are revoked", live)
        yield {"n": live, "label": text, "href": review, "danger": True}
    if ends.sessions:
        text = ngettext("session in this account ends", "sessions in this account end", ends.sessions)
        yield {"n": ends.sessions, "label": text}
    if sent := len(ends.invitations):
        text = ngettext("pending invitation is withdrawn", "pending invitations are withdrawn", sent)
        named = ", ".join(ends.invitations[:NAMED]) + (" …" if sent > NAMED else "")
        yield {"n": sent, "label": text, "detail": named}
    if ends.contacts:
        n = len(ends.contacts)
        text = ngettext("company contact is removed", "company contacts are removed", n)
        yield {
            "n": n,
            "label": text,
            "detail": ", ".join(str(CONTACT_KINDS[ContactKind(kind)]) for kind in ends.contacts),
        }
