"""Reads that span tables: plain rows, in one or two statements each, and nothing is changed.

Who asks
    visits, credentials     a browser's session, a token
    entrances, landing      what opens an account to a session, and which account one lands in

Access
    access, access_sql      of one member or all, now or at any moment
    who_had             of everybody in an account at one moment, by name
    former, changes         what somebody had who was here before; who changed it last

Members, as the panel lists them
    members, member_filters, reach
    subjects, member_sessions, held_factors, without_factor
    invitations, offers     as the account and as the invited see them
    choices, drafts         what there is to choose from, and what was chosen so far

The rest of an account
    home, company, contacts, policy, closing
    protected, tokens, live_tokens, live_passes
    groups, group_lists     one of either kind, and pages for programs; lists and menus for the panel

A person's own
    own_accounts, own_security

As programs ask for them
    customers, users, invitation_list, authorizations, services, events

Underneath
    sql, paging, holding
    snapshot            everything as it was at one instant, for a backup
    tables, alive       for `ostiary check` and `/healthz`
"""
