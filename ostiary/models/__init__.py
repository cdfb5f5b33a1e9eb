"""The nouns. A newcomer's way in: accounts and people, members between them, what members are given.

Beside them: `history` and `refs`, of which they are made; `rows`, which reads and writes one row at a time;
`portable`, rows in a form that both databases take.
"""

from .accounts import (
    Account,
    AccountSettings,
    Closure,
    Contact,
    ContactKind,
    Ownership,
    PostalAddress,
    PostalKind,
    Sso,
)
from .drafts import Draft
from .events import Event
from .factors import RecoveryCode, RecoveryCodes, TotpDevice, TrustedBrowser
from .grants import Limit, MemberRole, ServiceGrant, WorkspaceGrant
from .groups import (
    Group,
    GroupMember,
    GroupName,
    GroupRole,
    GroupServices,
    ServiceGroup,
    ServiceGroupName,
    ServiceGroupService,
)
from .invitations import Delivery, Invitation, InvitationBlock, Outcome
from .jobs import Job, JobState
from .limits import OnceKey, Throttle
from .members import Member, MemberState, State
from .passes import Pass, PassCode
from .passkeys import Passkey, PasskeyChallenge, Purpose
from .people import PasswordReset, Person
from .protected import Service, ServiceKind, ServiceName, Workspace, WorkspaceName
from .sessions import Session, SignIn, Standing
from .tokens import Token
from .trails import Server

__all__ = [
    "Account",
    "AccountSettings",
    "Closure",
    "Contact",
    "ContactKind",
    "Delivery",
    "Draft",
    "Event",
    "Group",
    "GroupMember",
    "GroupName",
    "GroupRole",
    "GroupServices",
    "Invitation",
    "InvitationBlock",
    "Job",
    "JobState",
    "Limit",
    "Member",
    "MemberRole",
    "MemberState",
    "OnceKey",
    "Outcome",
    "Ownership",
    "Pass",
    "PassCode",
    "Passkey",
    "PasskeyChallenge",
    "PasswordReset",
    "Person",
    "PostalAddress",
    "PostalKind",
    "Purpose",
    "RecoveryCode",
    "RecoveryCodes",
    "Server",
    "Service",
    "ServiceGrant",
    "ServiceGroup",
    "ServiceGroupName",
    "ServiceGroupService",
    "ServiceKind",
    "ServiceName",
    "Session",
    "SignIn",
    "Sso",
    "Standing",
    "State",
    "Throttle",
    "Token",
    "TotpDevice",
    "TrustedBrowser",
    "Workspace",
    "WorkspaceGrant",
    "WorkspaceName",
]
