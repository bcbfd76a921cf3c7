import django
from django.conf import settings
from django.db import connection, models
from django.template import Context, Template

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()


class Person(models.Model):
    name = models.CharField(max_length=30)

    class Meta:
        app_label = "people"


def example() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Person)
    Person.objects.create(name="Ann")
    Person.objects.create(name="Bob")
    assert [person.name for person in Person.objects.filter(name__startswith="A")] == ["Ann"]
    assert Template("Hello {{ name|upper }}").render(Context({"name": "<Ann>"})) == "Hello &lt;ANN&gt;"
