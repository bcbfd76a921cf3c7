"""What the database has."""

from django.db import models


class Note(models.Model):
    """A line of text."""

    text = models.CharField(max_length=200)
