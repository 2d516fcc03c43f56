"""Use cases: one transaction each. Load facts, apply rules, save, return facts."""
