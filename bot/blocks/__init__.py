"""Looks: pure Block Kit builders. Facts and a library go in, a message or a view comes out."""
