"""Use cases of the self-check and of the feedback on it."""
