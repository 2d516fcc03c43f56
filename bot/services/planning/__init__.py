"""Plans what comes by itself: recurring nudges, quarterly letters, and the days on which somebody works."""
