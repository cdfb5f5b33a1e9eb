"""The door for programs: Fastly's paths and bodies, our actions.

A call
    door                finds the operation and the caller, counts writes, puts refusals into words
    calls, callers      one call; who makes it
    bodies, proving     what it brings: fields in any dialect, credentials
    answers, pages      what it is answered, and a list by page
    allowance, errors   the hour's writes; refusals as clients read them

Operations, each module with the `…_shape` of what it answers
    customers, addresses, contacts, current, verify, passwords
    users, user_shape, roles, role_fields, permissions, permission_words
    invitations, invitation_shape
    tokens, automation_tokens, token_shape, sudo
    services, service_shape, service_authorizations, workspaces
    user_groups, service_groups, group_shape
    events, event_shape, event_types, wire_events

The description
    operations, served  what is declared, and what is served
    description, described_errors, discovery, schemas
    reference, schema_words     the same for people
"""
