"""Rounds: one carpet screening of every door, with its questions, its deadline and its closing."""
