"""The app inside the component. The world's exports call what this package exports."""

from people_app.filters import filter_by_tag

__all__ = ["filter_by_tag"]
