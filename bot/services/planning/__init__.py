"""Plans what we send unasked: recurring nudges, quarterly letters, and the days on which somebody works."""
