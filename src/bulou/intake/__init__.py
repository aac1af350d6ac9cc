"""Intake: the only way in: check, append, seal, project, in one transaction."""
