"""The pages of *Security*, under /a/<account>/security."""

from django.urls import path

from . import addresses, page, second_factor, session_limits

urlpatterns = [
    path("", page.security, name="account-security"),
    path("/second-factor", second_factor.look, name="second-factor"),
    path("/second-factor/on", second_factor.demand, {"required": True}, name="second-factor-on"),
    path("/second-factor/off", second_factor.demand, {"required": False}, name="second-factor-off"),
    path("/second-factor/remind", second_factor.remind, name="second-factor-remind"),
    path("/sessions", session_limits.look, name="session-limits"),
    path("/sessions/save", session_limits.save, name="session-limits-save"),
    path("/addresses", addresses.edit, name="allowlist"),
    path("/addresses/save", addresses.save, name="allowlist-save"),
]
