"""People: posts and responsibility areas in time, so that every door has a named person."""
