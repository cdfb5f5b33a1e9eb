"""*Send password reset*: a letter to a user with a way to a new password, which a superuser never sees."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...actions import passwords
from ...web.addresses import here
from ...web.forms import once_of
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from .editor import find_active


@in_account
@needs("members.reset_password")
@require_POST
def send(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """Limited as if they had asked themselves; whether the limit is reached, nobody learns."""
    subject = find_active(request, member)
    passwords.request_reset_of_member(request.actor(once=once_of(request.POST)), subject.address)
    text = _(
        "A letter with a way to a new password goes to %(address)s, unless several went there within the "
        "last hour. Their second factor stays."
    )
    messages.success(request, text % {"address": subject.address})
    return redirect(here(request, "users"))
