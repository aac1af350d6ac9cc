"""Demo: the town of the story, the week that it went through, and simulated workers who are real clients."""
