"""Paper: numbered check-off sheets, given out by person, that come back and are typed in."""
