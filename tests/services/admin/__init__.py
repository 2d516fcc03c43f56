"""Use cases of the admin's page."""
