"""Migrations of the projections tables."""
