"""What people may and may not do, as somebody who decides about the product would write it down."""

import pytest

from ostiary.access.decisions import decide

from .worlds import read

WORLDS = {
    "a user sees every service and changes none": """
        given: user
        yes service.view shop
        yes service.view_historical_stats shop
        yes service.view_realtime_stats shop
        no  service.compare_versions shop: no_role_gives_it
        no  service.purge_select shop: no_role_gives_it
        no  service.configure shop: no_role_gives_it
        no  service.create: no_role_gives_it
        no  billing.view_invoices: no_role_gives_it
        no  members.view: no_role_gives_it
    """,
    "a limited user sees the named services alone": """
        given: user, services shop=read_only
        yes service.view shop
        no  service.view blog: level_too_low
        no  service.view_historical_stats blog: level_too_low
    """,
    "a grant cannot raise a user above reading": """
        given: user, services shop=full
        yes service.view shop
        no  service.purge_select shop: no_role_gives_it
        no  service.configure shop: no_role_gives_it
    """,
    "an engineer without limits works on every service": """
        given: engineer
        yes service.create
        yes service.configure shop
        yes service.delete shop
        yes invitations.limited_by_api
        yes account.view_settings
        no  account.update: no_role_gives_it
        no  members.view: no_role_gives_it
        no  members.invite: no_role_gives_it
        no  billing.view_invoices: no_role_gives_it
        no  tls.view: no_role_gives_it
    """,
    "a limited engineer climbs the ladder service by service": """
        given: engineer, services a=read_only b=purge_select c=purge_all d=full
        yes service.view a
        yes service.compare_versions a
        yes service.view_vcl a
        no  service.purge_select a: level_too_low
        yes service.purge_select b
        no  service.purge_all b: level_too_low
        yes service.purge_all c
        no  service.configure c: level_too_low
        no  service.activate c: level_too_low
        yes service.configure d
        yes service.customize_vcl d
        yes service.activate d
        yes service.deactivate d
        yes service.delete d
        no  service.view e: level_too_low
    """,
    "a limited engineer makes services but invites nobody": """
        given: engineer, services shop=full
        yes service.create
        no  invitations.limited_by_api: role_is_limited
    """,
    "billing always sees every service, whatever the limits say": """
        given: billing, services shop=read_only
        yes service.view blog
        no  service.configure blog: no_role_gives_it
        yes billing.pay
        no  billing.upgrade_delivery: no_role_gives_it
    """,
    "a limited engineer with billing reads everywhere and works where it was granted": """
        given: engineer billing, services shop=full
        yes service.configure shop
        yes service.view blog
        no  service.configure blog: level_too_low
        no  service.view_vcl blog: level_too_low
    """,
    "a superuser has everything but the inside of workspaces": """
        given: superuser, services shop=read_only, workspaces lab
        yes service.delete blog
        yes members.delete
        yes account.transfer
        yes tls.manage
        yes billing.pay
        yes workspace.create
        yes workspace.rename web
        yes workspace.delete web
        no  workspace.view lab: no_role_gives_it
        no  workspace.edit_settings lab: no_role_gives_it
        no  security.view_rules: no_role_gives_it
    """,
    "a superuser with a Security role goes inside": """
        given: superuser security_user, workspaces lab
        yes workspace.edit_settings lab
        no  workspace.edit_settings web: workspace_is_off
        yes workspace.rename web
        no  security.edit_rules: no_role_gives_it
    """,
    "a Security owner cannot be kept out of a workspace": """
        given: security_owner, workspaces lab
        yes workspace.edit_settings web
        yes security.edit_policies
        no  service.view shop: no_role_gives_it
        no  workspace.delete web: no_role_gives_it
    """,
    "a Security observer looks": """
        given: security_observer, workspaces lab
        yes workspace.view lab
        yes workspace.view_reports lab
        yes security.view_rules
        yes security.view_audit_log
        no  workspace.edit_settings lab: no_role_gives_it
        no  workspace.view web: workspace_is_off
        no  security.view_reports: no_role_gives_it
        no  audit.view: no_role_gives_it
    """,
    "the TLS roles see no services": """
        given: tls_admin
        yes tls.manage
        yes tls.view
        no  service.view shop: no_role_gives_it
    """,
    "a TLS viewer changes nothing": """
        given: tls_viewer
        yes tls.view
        no  tls.manage: no_role_gives_it
    """,
    "sources add up": """
        given: engineer, services shop=purge_all
        group Readers: user
        group Shop: engineer, services shop=full
        yes service.configure shop
        yes service.view blog
        no  service.purge_select blog: level_too_low
    """,
    "a group that lets everybody look makes no editors": """
        given: security_user, workspaces lab
        group Lookers: security_observer
        yes workspace.edit_settings lab
        yes workspace.view web
        no  workspace.edit_settings web: workspace_is_off
    """,
    "a group's services are for the group's roles": """
        given: engineer, services shop=full
        group Blog: , services blog=full
        no  service.view blog: level_too_low
    """,
    "without a role there is nothing": """
        given: , services shop=full, workspaces lab
        no  service.view shop: no_role_gives_it
        no  tokens.view_own: no_role_gives_it
    """,
    "an invited member has nothing yet": """
        state: invited
        given: superuser
        no  members.view: member_not_active
        no  service.view shop: member_not_active
        no  profile.update_own: member_not_active
    """,
    "an ended member has nothing any more": """
        state: ended
        given: superuser security_owner
        no  members.view: member_not_active
        no  workspace.view lab: member_not_active
    """,
    "a token's scope holds a superuser back": """
        given: superuser
        token: purge_select
        yes service.purge_select shop
        no  service.purge_all shop: token_scope_too_narrow
        no  service.view shop: token_scope_too_narrow
        no  members.view: token_scope_too_narrow
    """,
    "each purge scope carries its own purge": """
        given: engineer
        token: purge_all
        yes service.purge_all shop
        no  service.purge_select shop: token_scope_too_narrow
    """,
    "a reading token reads": """
        given: superuser
        token: global:read
        yes members.view
        yes audit.view
        yes service.view_vcl shop
        no  service.purge_select shop: token_scope_too_narrow
        no  members.invite: token_scope_too_narrow
        no  tokens.manage_own: token_scope_too_narrow
    """,
    "several scopes add up, below the member's rights": """
        given: engineer, services shop=purge_select
        token: purge_select purge_all
        yes service.purge_select shop
        no  service.purge_all shop: level_too_low
    """,
    "a token for one service leaves the account's own pages open": """
        given: superuser
        token: global, services shop
        yes service.configure shop
        no  service.configure blog: token_not_for_service
        yes account.view_settings
        no  members.view: token_not_for_service
    """,
    "an engineer's token for all services invites": """
        given: engineer
        token: global
        yes invitations.limited_by_api
    """,
    "an engineer's token for one service invites nobody": """
        given: engineer
        token: global, services shop
        no  invitations.limited_by_api: token_not_for_service
    """,
    "a token does not do what takes a person": """
        given: superuser
        token: global
        yes tokens.view_own
        yes tokens.manage_own
        no  tokens.create_own: token_needs_person
        no  tokens.create_automation: token_needs_person
        no  two_factor.manage_own: token_needs_person
        no  sessions.manage_own: token_needs_person
        no  account.transfer: token_needs_person
    """,
    "a token whose person proves to be there does": """
        given: superuser
        token: global, present
        yes tokens.create_own
        yes tokens.create_automation
    """,
    "presence widens no scope": """
        given: superuser
        token: global:read, present
        no  tokens.create_own: token_scope_too_narrow
    """,
    "nobody stands behind an automation token": """
        given: engineer tls_admin
        token: global, automation, present
        yes tls.manage
        yes service.configure shop
        no  tokens.create_own: token_needs_person
    """,
}


@pytest.mark.parametrize("name", WORLDS)
def test_in_a_world_where(name):
    access, questions = read(WORLDS[name])

    assert questions
    for capability, resource, rule in questions:
        decision = decide(access, capability, resource)
        assert decision.rule == rule, f"{capability} {resource}"
        assert bool(decision) is decision.allowed is (rule == "given")
