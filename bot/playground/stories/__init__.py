"""Stories played on a stage: a week, which is also checked, and a quarter."""
