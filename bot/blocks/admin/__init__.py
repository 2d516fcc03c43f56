"""Cards of the admin's page."""
