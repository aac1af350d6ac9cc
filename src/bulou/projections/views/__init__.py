"""Views: the questions that screens, exports and phones ask of the read tables."""
