"""Rules about the self-check and the feedback that salespeople give on it."""
