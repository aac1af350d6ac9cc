"""Framing: doors made from what somebody remembers of a building or a lane, where there is no list."""
