"""Sync: the phones' door: enrol, push, pull, offer (docs/reference/sync.md)."""
