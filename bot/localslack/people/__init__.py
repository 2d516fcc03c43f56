"""What people do and see in the local Slack."""
