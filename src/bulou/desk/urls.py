"""Addresses of the desk: signing in, the phone's front door, and the pages of a region below /r/<code>/."""

from django.urls import include, path

from bulou.desk import (
    chain,
    closing,
    closing_doors,
    door,
    doors,
    grids,
    held,
    imported,
    importing,
    language,
    launching,
    partners,
    people,
    phone,
    phones,
    questions,
    sign_in,
    territory,
    tonight,
)

app_name = "desk"

region = [
    path("", tonight.tonight, name="tonight"),
    path("gaps", doors.gaps, name="gaps"),
    path("places", territory.places, name="places"),
    path("compounds/<str:compound_id>", territory.compound, name="compound"),
    path("stairwells/<str:stairwell_id>", territory.stairwell, name="stairwell"),
    path("doors/<str:door_id>", door.door, name="door"),
    path("doors/<str:door_id>/open", door.open_contacts, name="open_contacts"),
    path("people", people.people, name="people"),
    path("people/engage", people.engage, name="engage"),
    path("people/chain", chain.chain_table, name="chain_table"),
    path("people/units", partners.assign_unit, name="assign_unit"),
    path("people/units/<str:unit_id>/release", partners.release_unit, name="release_unit"),
    path("people/<str:person_id>", people.person, name="person"),
    path("people/<str:person_id>/posts", people.give_post, name="give_post"),
    path("people/<str:person_id>/posts/<str:post_id>/end", people.end_post, name="end_post"),
    path("people/<str:person_id>/enrol", phones.enrol_link, name="enrol_link"),
    path("phones", phones.phones, name="phones"),
    path("phones/<str:device_id>/revoke", phones.revoke, name="revoke"),
    path("held", held.held, name="held"),
    path("held/<str:fact_id>", held.one_held, name="held_fact"),
    path("import", importing.importing, name="import"),
    path("imports/<str:import_id>", imported.imported, name="imported"),
    path("import/<str:upload_id>", importing.upload, name="import_upload"),
    path("grids", grids.grids, name="grids"),
    path("grids/<str:community_id>", grids.community_grids, name="grids_community"),
    path("rounds", launching.rounds, name="rounds"),
    path("rounds/new", launching.launch, name="round_new"),
    path("rounds/<str:round_id>", launching.round_page, name="round"),
    path("questions", questions.questions, name="questions"),
    path("closing", closing.closing, name="closing"),
    path("closing/<str:community_id>", closing.community_closing, name="closing_community"),
    path("closing/<str:community_id>/doors", closing_doors.closing_doors, name="closing_doors"),
    path("closing/<str:closing_id>/decide", closing.decide, name="closing_decide"),
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
