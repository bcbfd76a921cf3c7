"""The types of the world on an ordinary CPython, as far as the app uses them."""
