"""The verbs: the only code that changes state. Read them to learn what the product does.

An action locks, checks, writes and records in one transaction; `kernel` shows what one looks like. Here is
every module, by what it is about.

Becoming a member
    invitations         inviting, sending again, taking back
    acceptance          the other side: accepting, declining, wanting no more
    mailbox             the proof of an address, and what ends with the first one

Members and their access
    members             the end of a membership, leaving, the name, the lock
    membership          rules that hold for each of them: the owner stays, and so does the last superuser
    member_access       one atomic change of roles, levels, workspaces and Bypass SSO
    authorizations      the same for one level at a time
    users               the same for a user as programs know one
    wanted, given       the access that somebody asks for, and the rows that hold what people gave
    drafts, choices     choices in the making, page by page

The account
    accounts            making one, its profile
    ownership           exactly one owner, and the invariant that the owner can sign in
    contacts, postal_addresses
    settings            one history for all of an account's settings
    second_factor, allowlist, session_limits        what it asks of whoever comes in
    closing             closing it, and opening it again

What is protected
    protected           services and workspaces
    workspace_settings  what programs keep with a workspace
    groups, service_groups
    named, linked       things with a name and a history of it; what belongs together

Signing in
    signing_in          password, then code; the session
    passkey_signing_in  passkey alone, or after the password
    sessions            begun, given a new secret, ended
    standings           what a session has proved for one account, and what that account still asks for
    presence, passkey_presence      proving anew that one is there
    credentials         the same in a request by API
    trusted_browsers    where the second factor is not asked for again
    throttles, counting, tries      every limit, how tries are counted, and telling whom they were aimed at
    dead_links          writing down tries of links and tickets that open nothing

A person's own
    own                 locking a person with their accounts; their trail and the accounts' trails
    profile, default_account
    passwords, hashes   changing and resetting a password; judging and hashing one
    factors             second factors of all kinds: what their coming and going brings with it
    authenticators, passkeys, passkey_challenges, recovery_codes        each kind
    codes               whichever of them somebody shows
    passes, coming_back, account_apps       a lost factor: let in, coming in, the app for that account

Tokens
    tokens, automation_tokens       a member's, the account's own
    last_used           when each was used

Underneath
    kernel, act, actors             what makes a function an action; one while it happens; who acts
    trail, histories                writing events; ending one row and beginning the next
    checks, many        input that many actions take; rows by many ids
    caps                how many of each kind there may be
    outbox, jobs        letters asked for, and work that is done later
    housekeeping, restoring         clearing away; filling an empty database from a backup
    resealing           what an older key sealed, under the first
"""
