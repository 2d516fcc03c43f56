"""Use cases of doors: people open and close them in Slack, and other tools use them."""
