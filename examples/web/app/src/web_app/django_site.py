"""A site by Django, in one file: a model in SQLite, sessions, templates and a static file."""

from importlib import resources
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
        # In a folder that the host maps: it outlives instances.
        "kept": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/data/notes.db"},
    },
    INSTALLED_APPS=["django.contrib.sessions", "web_app.notes"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of an example, so no secret",
    # The database is that of an instance: the session goes with the client.
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "django_templates"],
        }
    ],
)
django.setup()

from web_app.notes.models import Note  # noqa: E402 (models need the settings)


def show_notes(request: HttpRequest, database: str = "default") -> HttpResponse:
    """All notes, and how often this client has seen them; one that is posted is added before."""
    notes = Note.objects.using(database)
    if request.method == "POST":
        notes.create(text=request.POST["text"])
    request.session["visits"] = request.session.get("visits", 0) + 1
    context = {"notes": notes.order_by("text"), "visits": request.session["visits"]}
    return render(request, "notes.html", context)


def redirect(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/django/")


def show_kept_notes(request: HttpRequest) -> HttpResponse:
    """The same of the database in a folder, which is made if it is not there."""
    call_command("migrate", database="kept", run_syncdb=True, verbosity=0)
    return show_notes(request, "kept")


def style(request: HttpRequest) -> HttpResponse:
    """A file of the package. A middleware gives it a tag."""
    text = resources.files("web_app").joinpath("static/style.css").read_bytes()
    return HttpResponse(text, content_type="text/css")


urlpatterns = [
    path("", show_notes),
    path("kept", show_kept_notes),
    path("redirect", redirect),
    path("style.css", style),
]
application = get_wsgi_application()

# The database of each instance begins with these.
call_command("migrate", run_syncdb=True, verbosity=0)
Note.objects.create(text="from the snapshot")
