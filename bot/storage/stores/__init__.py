"""One store for each subject, each limited to one workspace."""
