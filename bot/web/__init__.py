"""HTTP: Slack's endpoint and what a host looks at."""
