"""Addresses: the phones' door under sync/, everything else, with the phone client's page, is the desk."""

from django.urls import include, path

handler400 = "bulou.desk.errors.bad_request"
handler403 = "bulou.desk.errors.denied"
handler404 = "bulou.desk.errors.not_found"
handler500 = "bulou.desk.errors.failed"

urlpatterns = [
    path("r/<slug:region>/sync/", include("bulou.sync.urls")),
    path("", include("bulou.desk.urls")),
]
