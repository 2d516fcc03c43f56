# Second Chair in a container: not as root, writes only to /data, with exactly what requirements.txt pins by hash.
#   docker build -t second-chair .
#   docker run -it -v second-chair:/data second-chair setup
# Only setup needs `-it`, since it asks. Other commands go in its place: run, web, worker, migrate, doctor, backup.

FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.txt .
# --no-deps, since the lock is complete. Tests that packages include are removed: nobody runs them here.
RUN python -m venv --without-pip /venv \
    && python -m pip --python /venv/bin/python install --no-cache-dir --no-compile --no-deps --require-hashes -r requirements.txt \
    && find /venv -type d -name tests -prune -exec rm -rf {} +
COPY pyproject.toml LICENSE /app/
COPY bot /app/bot
COPY handlers /app/handlers
COPY content /app/content
# Compile the code and read the words here, once: later the file system is read-only, and each start would do both.
RUN /venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /venv /app \
    && cd /app && /venv/bin/python -c "from content.libraries import Libraries; ours = Libraries(); [ours.of(each) for each in ours.languages()]"

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Second Chair" \
      org.opencontainers.image.description="A Slack app that helps a sales manager become a sales leader." \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /venv /venv
COPY --from=build /app /app
# MPLCONFIGDIR holds matplotlib's font cache. /data holds the SQLite file, its key and .env; with PostgreSQL and settings from the environment nothing is written there.
RUN mkdir /data && chown 10001:10001 /data
ENV PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    METRICS_PORT=9464 \
    LOG_FORMAT=json \
    MPLCONFIGDIR=/tmp
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000 9464
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["/venv/bin/python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['METRICS_PORT'] + '/healthz', timeout=5)"]
ENTRYPOINT ["/venv/bin/python", "-m", "bot"]
CMD ["run"]
