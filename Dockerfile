# syntax=docker/dockerfile:1
# One image for every role (PARLEY_ROLES); see deploy/. Node runs the sources: there is no build step.
# The stages below bring Node and the packages; the last one holds neither npm nor a compiler.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# What only a compiler or a debugger reads is a third of all packages.
RUN npm ci --omit=dev --no-audit --no-fund \
  && find node_modules -type f \
    \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -delete \
  && rm -rf node_modules/@types node_modules/@typescript node_modules/typescript

# The reference at /docs is one file of a package that is else for development only.
FROM node:24-bookworm-slim AS reference
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# tini is process 1: it passes signals on and reaps what an embedded PostgreSQL or a killed parser
# leaves behind, which Node does not do for children that are not its own.
FROM debian:bookworm-slim AS tini
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="Parley" \
      org.opencontainers.image.description="Books, moves and calls off sessions through people's own calendars" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    TZ=UTC \
    PARLEY_DATA_DIR=/var/lib/parley
# The numbers are those of deploy/kubernetes, which cannot look names up.
RUN groupadd --gid 1000 parley \
  && useradd --uid 1000 --gid parley --home-dir /var/lib/parley --shell /usr/sbin/nologin parley \
  && install -d -o parley -g parley -m 0750 /var/lib/parley
COPY --from=tini /usr/bin/tini /usr/bin/tini
COPY --from=packages /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=reference /app/node_modules/redoc/package.json ./node_modules/redoc/
COPY --from=reference /app/node_modules/redoc/bundles/redoc.standalone.js ./node_modules/redoc/bundles/
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY openapi ./openapi
COPY service ./service
USER 1000:1000
# Only the embedded PostgreSQL writes, and only to PARLEY_DATA_DIR, where it needs a volume: the root
# may be read-only. With DATABASE_URL nothing is written at all.
EXPOSE 3000 2525
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.METRICS_PORT ?? process.env.PORT ?? 3000) + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "-s", "--"]
CMD ["node", "service/main.ts"]
