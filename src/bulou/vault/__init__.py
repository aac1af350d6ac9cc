"""Vault: names, phones, numbers and free text, sealed; every opening is logged; destroyed with its key."""
