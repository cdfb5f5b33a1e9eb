"""Invitations: made, listed and taken back by those who invite, accepted by the invited."""

from django.http import HttpResponse

from ..access.refusals import Conflict, NotFound, Refusal
from ..actions import acceptance, dead_links, hashes, throttles
from ..actions import invitations as actions
from ..actions.acceptance import Link
from ..actions.wanted import Wanted
from ..proofs.ids import LENGTH
from ..queries import invitation_list, offers
from . import pages
from .answers import JSON_API, answer, nothing, ok
from .bodies import relation, relations
from .calls import Call
from .invitation_shape import INVITATION, invitation
from .operations import DOCUMENT, operation
from .permission_words import PERMISSION, permission, related
from .role_fields import TAKES as TAKES_ROLES
from .role_fields import all_roles
from .schemas import DONE, data, fields, flag, link, many, password, sent_resource, text

PROMISE = sent_resource(
    "service_invitation", {"permission": PERMISSION}, {"service": link("service")}, needs=("service",)
)
TAKES = sent_resource(
    "invitation",
    {"email": text("Where the invitation is sent.", "nora@example.org"), **TAKES_ROLES},
    {
        "customer": link("customer"),
        "service_invitations": many(
            PROMISE,
            "A service and a permission each; the roles reach these alone, unless “limit_services” is false.",
        ),
    },
    needs_attributes=("email",),
)


@operation(
    "GET",
    "/invitations",
    noun="invitation",
    gives=pages.documented(INVITATION),
    kind=JSON_API,
    query=pages.BY_DOCUMENT,
)
def list_(call: Call) -> HttpResponse:
    """The invitations that can still be accepted, by page."""
    call.require("members.view")
    account, window = call.caller.account, pages.of_document(call)
    found, total = invitation_list.pending(account.id, call.now, offset=window.offset, size=window.size)
    return pages.document(call, [invitation(row, account.ref) for row in found], total, window)


@operation(
    "POST",
    "/invitations",
    noun="invitation",
    gives=data(INVITATION),
    kind=JSON_API,
    takes=data(TAKES),
    sends=DOCUMENT,
)
def create(call: Call) -> HttpResponse:
    """Invite somebody."""
    fields, account = call.fields, call.caller.account
    customer = relation(fields.values, "customer").get("id")
    if customer is not None:
        call.must_be_own_account(customer)
    promised = relations(fields.values, "service_invitations")
    wanted = Wanted(
        roles=all_roles(fields),
        # Whoever names services means those: nobody gets all of them because a word was left out.
        limit_services=fields.flag("limit_services", bool(promised)),
        services={related(one, "service"): permission(one) for one in promised},
    )
    made = actions.invite(call.actor(), fields.text("email"), wanted)
    shown = invitation(invitation_list.one(account.id, made["invitation"]), account.ref)
    return answer({"data": shown}, kind=JSON_API)


@operation("DELETE", "/invitations/{invitation_id}", noun="invitation", status=204)
def delete(call: Call, invitation_id: str) -> HttpResponse:
    """Take an invitation back. One that is no longer open is not in the list, and not here either."""
    try:
        actions.delete(call.actor(), invitation_id)
    except Conflict as refusal:
        raise NotFound() from refusal
    return nothing()


@operation(
    "PUT",
    "/invitation/accept/{code}",
    auth="none",
    noun="invitation",
    gives=DONE,
    takes=fields(
        {
            "name": text("Your name.", "Nora North"),
            "password": password("Your new one."),
            "marketing_opt_in": flag("Not read."),
        },
        needs=("name", "password"),
    ),
)
def accept(call: Call, code: str) -> HttpResponse:
    """Accept an invitation as somebody new. The code is the link's last two parts, put together."""
    link = Link(code[:LENGTH], code[LENGTH:])
    throttles.acceptance(call.marks["ip"])
    try:
        offer = _opened(call, link)
    except Refusal as refusal:
        dead_links.invitation(call.actor(), link.ref, refusal)
        raise
    name, password = call.fields.text("name"), call.fields.text("password")
    hashed = hashes.chosen(password, [name, offer.address, offer.account_name])
    acceptance.accept_as_new(call.actor(), link, name=name, password_hash=hashed)
    return ok()


def _opened(call: Call, link: Link) -> offers.Offer:
    offer = offers.by_link(link.ref, link.secret)
    if offer is None:
        raise NotFound("link_dead")
    acceptance.must_be_open(offer, call.now)
    return offer
