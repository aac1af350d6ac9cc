"""Desk: the directors' door: one file per page; writes only through intake."""
