"""The WSGI entry point: `gunicorn wsgi:app`, `flask run`."""

from ideaboard.starting import start

app = start()
