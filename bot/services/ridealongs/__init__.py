"""Use cases of ride-alongs, from plan to reflection, and of private calendars."""
