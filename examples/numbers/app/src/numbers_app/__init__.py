"""Calculations by numpy, and numbers at random."""
