"""Ops: the bulou command: serve, demo, import, status, verify, rebuild."""
