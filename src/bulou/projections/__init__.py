"""Projections: read tables, each rebuildable from the ledger; the only readers for screens."""
