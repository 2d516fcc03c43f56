"""Cards and views about a person's own affairs: settings, pauses, teams, privacy, the first message."""
