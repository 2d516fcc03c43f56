"""The state of the local Slack: workspaces, people, channels, apps, views, rate limits and faults."""
