"""The linter for tone: what a loader cannot refuse, since it is a matter of how a text reads."""
