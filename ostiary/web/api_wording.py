"""The sentences that the API alone says; part of `wording.SENTENCES`."""

from django.utils.translation import gettext_lazy as _

from .text import Text

OF_THE_API: dict[str, Text] = {
    "path_unknown": _("Nothing is served at this path. The API reference lists what is."),
    "method_unknown": _("This path takes {known}."),
    "failed": _("This is a mistake of ours. Tell whoever runs this server the id of the request."),
    "too_busy": _("The server has too much to do at this moment. Try again in a while."),
    "unauthorized": _("Send a live token in the Fastly-Key header, or as a bearer token."),
    "rate_exceeded": _("You have exceeded your hourly rate limit of {most} writes. Reading still works."),
    "body_too_large": _("A body may hold at most {most} bytes. Send less at a time."),
    "body_not_utf8": _("The body is not UTF-8."),
    "form_malformed": _("The form cannot be read: it is not well encoded, or has too many fields."),
    "json_malformed": _("The body is not well-formed JSON."),
    "json_not_object": _("The body must be a JSON object."),
    "json_too_deep": _("JSON may be nested at most {most} deep."),
    "document_missing": _("The body must be a JSON:API document with “data”."),
    "media_type_unknown": _(
        "Send application/x-www-form-urlencoded, application/json or application/vnd.api+json, not “{kind}”."
    ),
    "field_not_text": _("“{field_name}” must be a text."),
    "field_not_boolean": _("“{field_name}” must be true or false."),
    "field_not_list": _("“{field_name}” must be a list of texts."),
    "field_not_number": _("“{field_name}” must be a whole number, without a sign."),
    "field_not_id": _("“{field_name}” must be an id: 22 letters and digits."),
    "field_not_ids": _("“{field_name}” must be a list of objects with an “id”."),
    "field_missing": _("“{field_name}” is missing."),
    "credentials_missing": _("Send the user's login and password."),
    "credentials_wrong": _("The login or the password is not right."),
    "member_invited": _("They have not accepted yet, so there is nothing to lock. Delete the invitation."),
    "account_locked": _("This user is locked in the account. Ask a superuser."),
    "code_wrong_or_missing": _("Invalid one-time password. Send a new code in the Fastly-OTP header."),
    "credentials_not_for_sso": _("This account requires single sign-on. A password opens nothing here."),
    "credentials_need_factor": _(
        "This account requires two-factor authentication. Sign in to the panel and set it up first."
    ),
    "account_not_chosen": _(
        "The user is in several accounts and none is the default. Send a token of the account as well."
    ),
    "token_wider_than_its_maker": _("A token makes no wider token than itself. Ask for less, or sign in."),
    "tokens_missing": _("Name at least one token."),
    "expiry_malformed": _("“{field_name}” must be a time such as 2030-01-31T12:00:00Z."),
    "automation_role_unknown": _(
        "An automation token has one role: engineer, billing, user, or one of the Security roles that can be "
        "limited to workspaces."
    ),
    "workspaces_not_for_role": _(
        "Only a token with a Security role does anything in workspaces. Name none for this role."
    ),
    "automation_not_by_api": _(
        "While the account requires single sign-on or two-factor authentication, automation tokens cannot be "
        "made by API."
    ),
    "customer_field_fixed": _("“{field_name}” cannot be changed here. Change it in the panel."),
    "postal_kind_unknown": _("An address is of the type “tax” or “billing”."),
    "postal_address_there": _("There is a {kind} address already. Change it instead."),
    "country_malformed": _("Name the country by its two letters, such as US."),
    "service_deleted": _("Service '{service}' is deleted"),
    "service_kind_unknown": _("A service's type is “vcl” or “wasm”."),
    "sort_unknown": _("This list cannot be sorted by “{sort}”."),
    "remark_too_long": _("“{field_name}” may have at most {most} characters."),
    "remark_control_character": _("“{field_name}” cannot contain control characters."),
    "setting_unusable": _("“{field_name}” is not a value that this setting can have."),
    "roles_built_in": _(
        "Roles are built in: they cannot be made, changed or deleted. Combine them, or limit them to "
        "specific services."
    ),
    "cursor_unknown": _("This cursor is none that a page of this list has given."),
    "login_stays": _("A user's address stays what it is. Invite the other address instead."),
    "authorization_exists": _("This user has a service authorization for this service already. Change it."),
    "authorization_unusable": _("This user's roles reach every service: there is nothing to authorize."),
    "permission_unknown": _("A permission is “full”, “purge_all”, “purge_select” or “read_only”."),
    "relation_missing": _("Name the {field_name} by its “id” among the relationships."),
    "event_type_unknown": _("There are no events of the type “{type}”."),
    "moment_unreadable": _("“{field_name}” must be a moment such as 2026-01-31T12:00:00Z."),
}
