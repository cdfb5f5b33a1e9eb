"""What was done is said on the next page: the sentence travels there in a cookie, named as our others are."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Toasts(CookieStorage):
    """Django's name for the cookie is one that another host of the domain could write (ASVS 3.3.3)."""

    cookie_name = settings.COOKIE_PREFIX + "messages"
