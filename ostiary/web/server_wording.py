"""The sentences of letters that were not handed over, and of backups; part of `wording.SENTENCES`."""

from django.utils.translation import gettext_lazy as _

from .text import Text

OF_THE_SERVER: dict[str, Text] = {
    # The codes of mail/smtp.py. For what may pass, the letter waits for its next attempt.
    "no_mail_server": _("No mail server is configured, so no letter was sent. Copy the link instead."),
    "mail_server_unreachable": _("The mail server could not be reached."),
    "mail_server_tls": _("The mail server could not be reached over an encrypted connection."),
    "mail_server_sign_in": _("The mail server does not let us in. Tell whoever runs this server."),
    "mail_server_later": _("The mail server asked us to try again later."),
    "mail_sender_refused": _("The mail server refuses our own address. Tell whoever runs this server."),
    "mail_address_refused": _("The mail server says that this address takes no mail."),
    "mail_letter_refused": _("The mail server refused the letter."),
    # Backups
    "database_not_empty": _("There is data in this database. A backup is restored into an empty one."),
}
