"""The rules of the work, pure: no Django, no database, no clock, no random, no logging, no files."""
