"""Use cases of doors: opened and closed by people in Slack, gone through by other tools."""
