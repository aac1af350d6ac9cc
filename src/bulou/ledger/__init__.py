"""Ledger: every fact that was ever said, append-only, in commit order by region."""
