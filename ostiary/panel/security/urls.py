"""The pages of *Security*, under /a/<account>/security."""

from django.urls import path

from . import addresses, page

urlpatterns = [
    path("", page.security, name="account-security"),
    path("/addresses", addresses.edit, name="allowlist"),
    path("/addresses/save", addresses.save, name="allowlist-save"),
]
