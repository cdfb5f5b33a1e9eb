"""Every address of the server. Each door brings its own."""

from django.urls import include, path

urlpatterns: list = []
