"""The WSGI entry point: `gunicorn wsgi:app`, `flask run`."""

from ideaboard.app import create_app

app = create_app()
