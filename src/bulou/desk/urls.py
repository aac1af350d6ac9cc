"""Addresses of the desk: signing in, the phone's front door, and the pages of a region below /r/<code>/."""

from django.urls import include, path

from bulou.desk import grids, importing, language, phone, sign_in, tonight

app_name = "desk"

region = [
    path("", tonight.tonight, name="tonight"),
    path("import", importing.importing, name="import"),
    path("import/<str:upload_id>", importing.upload, name="import_upload"),
    path("grids", grids.grids, name="grids"),
    path("grids/<str:community_id>", grids.community_grids, name="grids_community"),
]

urlpatterns = [
    path("", sign_in.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("in/<str:token>", sign_in.sign_in_by_link, name="sign_in_link"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("language", language.choose_language, name="language"),
    path("phone/", phone.phone, name="phone"),
    path("phone/sw.js", phone.worker, name="phone_worker"),
    path("r/<slug:region>/", include(region)),
]
