"""Dates and stretches of time."""
