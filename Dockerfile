# syntax=docker/dockerfile:1
# The service as an image: `docker compose up` builds and runs it. See docs/how-to/run-the-service.md.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/curator
ENV PATH=/opt/curator/bin:$PATH
WORKDIR /build
# What changes seldom comes first, so that a new version of the code rebuilds little.
COPY constraints-runtime.txt constraints.txt ./
# The pins of the extra `postgres` stand among those of the tools.
RUN awk '/^[a-z]/ { wanted = /^psycopg/ } wanted' constraints.txt > constraints-postgres.txt \
    && pip install --no-deps --require-hashes -r constraints-runtime.txt -r constraints-postgres.txt
COPY pyproject.toml README.md LICENSE feeds.yaml ./
COPY templates templates
COPY src src
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Curator" \
      org.opencontainers.image.description="A self-hosted curator of learning resources with a newsletter" \
      org.opencontainers.image.licenses="MIT"
# A number and not a name: Kubernetes and others check that it is not 0.
RUN groupadd --gid 10001 curator \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin curator \
    && install --directory --owner=10001 --group=10001 --mode=0750 /data
COPY --from=build /opt/curator /opt/curator
# Only /data and /tmp are written to, so that the rest may be read-only.
ENV PATH=/opt/curator/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    CURATOR_DATA=/data \
    CURATOR_FEEDS=/data/feeds.yaml \
    CURATOR_HOST=0.0.0.0 \
    CURATOR_PORT=8000
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"CURATOR_PORT\"]}/readyz', timeout=4)"]
ENTRYPOINT ["curator"]
CMD ["serve"]
