"""Migrations of the access tables."""
