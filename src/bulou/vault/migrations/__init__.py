"""Migrations of the vault tables."""
