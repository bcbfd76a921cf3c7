"""Runs the source that it is given, with values, functions and files of the host."""
