"""What the app has."""
