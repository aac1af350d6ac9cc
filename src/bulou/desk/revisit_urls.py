"""Addresses of doors that stay shut: return visits, windows, what supervisors say at a door, what is left open."""

from django.urls import path

from bulou.desk import closing_doors, lights, remainder, revisits, rulings, ways

addresses = [
    path("revisits", revisits.revisits, name="revisits"),
    path("ways", ways.ways, name="ways"),
    path("lights", lights.lights, name="lights"),
    path("doors/<str:door_id>/overrule", rulings.overrule, name="door_overrule"),
    path("doors/<str:door_id>/second-look", rulings.second_look, name="door_second_look"),
    path("doors/<str:door_id>/amend", rulings.amend, name="door_amend"),
    path("doors/<str:door_id>/remark", rulings.remark, name="door_remark"),
    path("doors/<str:door_id>/undo", rulings.undo, name="door_undo"),
    path("remainder", remainder.remainder, name="remainder"),
    path("remainder/undo/<str:door_id>", remainder.put_back, name="remainder_undo"),
    path("closing/<str:community_id>/doors", closing_doors.closing_doors, name="closing_doors"),
    path("closing/<str:community_id>/doors/undo", closing_doors.undo, name="closing_doors_undo"),
]
