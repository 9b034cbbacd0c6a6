"""The app as it answers when no page is kept: `gunicorn tests.bench.speed.bare:app`."""

from ideaboard.starting import start

app = start()
app.extensions["page_cache"].room = 0
