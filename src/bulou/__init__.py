"""Bulou (不漏): a community's door-to-door response to an outbreak, and the proof that no household was missed."""

__version__ = "0.1.0"
