"""The linter for tone: what no loader can refuse, since it is a matter of how a text reads."""
