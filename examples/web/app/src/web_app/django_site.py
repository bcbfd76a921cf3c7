"""A site by Django, in one file: a model in SQLite, sessions and templates."""

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
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
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


def show_notes(request: HttpRequest) -> HttpResponse:
    """All notes, and how often this client has seen them; one that is posted is added before."""
    if request.method == "POST":
        Note.objects.create(text=request.POST["text"])
    request.session["visits"] = request.session.get("visits", 0) + 1
    context = {"notes": Note.objects.order_by("text"), "visits": request.session["visits"]}
    return render(request, "notes.html", context)


def redirect(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/django/")


urlpatterns = [path("", show_notes), path("redirect", redirect)]
application = get_wsgi_application()

# The database of each instance begins with these.
call_command("migrate", run_syncdb=True, verbosity=0)
Note.objects.create(text="from the snapshot")
