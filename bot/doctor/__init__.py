"""What `python -m bot doctor` checks: settings, Slack, the database and the machine, and what to do about each."""
