"""The pages of *User management*, under /a/<account>/users."""

from django.urls import path

from ..home import home

urlpatterns = [path("", home, name="users")]
