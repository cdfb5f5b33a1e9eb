"""How letters name an account and a member. A name that could carry a link is left out."""

from ..models import AccountSettings, MemberState
from ..proofs.names import BadName, check_name


def account(pk: int) -> str:
    return _shown(AccountSettings.objects.current().get(account=pk).name)


def member(pk: int) -> str:
    """Their name in the account, and the address that shows who it really is."""
    state = MemberState.objects.current().select_related("member").get(member=pk)
    name = _shown(state.name)
    return f"{name} ({state.member.address})" if name else state.member.address


def _shown(name: str) -> str:
    try:
        return check_name(name)
    except BadName:
        return ""
