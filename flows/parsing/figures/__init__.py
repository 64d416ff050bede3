"""Figures of prose and tables: value, unit, bound, period, thing measured, and their arithmetic."""
