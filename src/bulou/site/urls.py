"""Addresses: the phones' door under sync/, the phone client under phone/, everything else is the desk."""

from django.urls import include, path

urlpatterns = [
    path("r/<slug:region>/sync/", include("bulou.sync.urls")),
    path("", include("bulou.desk.urls")),
]
