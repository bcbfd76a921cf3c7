"""Notes in a database."""
