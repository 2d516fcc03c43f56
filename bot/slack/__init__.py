"""What we ask of Slack: the only user of its Web API."""
