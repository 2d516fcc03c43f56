"""One store a subject, each able to see one workspace."""
