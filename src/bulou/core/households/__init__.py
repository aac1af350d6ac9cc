"""Households: who lives behind a door; counts first, a person record only after a trigger."""
