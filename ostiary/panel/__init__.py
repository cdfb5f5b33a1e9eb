"""The door for an account's people: the pages under `/a/<account>/`, named as its menu names them.

*Overview*
    home, attention, why

*Company settings* and *Billing*
    company, contacts, postal_addresses
    ownership, closing

*Security*
    security            two-factor authentication, allowlist, sessions

*User management*
    users               the lists, inviting, access controls, removal

*Roles*
    roles

*Groups*
    groups              of users and of services

*Services* and *Workspaces*
    protected, kinds

*API tokens*
    tokens, account_tokens, automation_tokens, token_form

What they share
    urls
"""
