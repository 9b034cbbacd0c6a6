# Two stages: what builds stays behind. The official images carry a Python that was built with profiles (PGO).
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/ideaboard
COPY pyproject.toml constraints.txt README.md wsgi.py ./
COPY ideaboard ideaboard
COPY templates templates
COPY static static
COPY migrations migrations
# Compiled now: without the compiled files every start would take three times as long.
RUN /opt/ideaboard/bin/python -m pip install --no-cache-dir --compile -c constraints.txt ".[scale]"

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin ideaboard \
    && install -d -o ideaboard -g ideaboard -m 0700 /data
COPY --from=build /opt/ideaboard /opt/ideaboard
ENV PATH=/opt/ideaboard/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    IDEABOARD_INSTANCE=/data \
    IDEABOARD_JOBS=worker
WORKDIR /data
USER 10001
VOLUME /data
EXPOSE 8000
# By address: /healthz answers to any name, everything else only to the site's own.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
# It writes to /data and /tmp only, so the root may be read-only.
CMD ["gunicorn", "-c", "python:ideaboard.gunicorn_conf", "--bind", "0.0.0.0:8000"]
