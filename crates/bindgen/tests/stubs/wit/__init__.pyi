"""The world `everything`."""
