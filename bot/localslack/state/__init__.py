"""What the local Slack knows: workspaces, people, channels, apps, views, and its rates and faults."""
