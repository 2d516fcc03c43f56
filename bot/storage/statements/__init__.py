"""Statements that are asked most often, each made once, by the table that they read first."""
