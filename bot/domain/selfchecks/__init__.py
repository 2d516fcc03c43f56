"""Rules about the self-check and the feedback that salespeople give to it."""
