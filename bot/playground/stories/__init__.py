"""Stories played on a stage: a week and a quarter, told and proved."""
