"""The parts of the world that are written in Python."""
