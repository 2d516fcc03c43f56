"""Rules about installations: tokens, the teams of an organisation, and scopes that were not granted."""
