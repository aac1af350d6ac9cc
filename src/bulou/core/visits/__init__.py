"""Visits: attempts at a door, their outcomes, and what is still owed there."""
