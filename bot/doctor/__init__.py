"""What `python -m bot doctor` looks at: settings, Slack, the database and the machine, and what to do about each."""
