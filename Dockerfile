# One image for every role (PARLEY_ROLES); see deploy/. Node runs the sources: there is no build step.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

# The reference at /docs is one file of a package that is else for development only.
FROM node:24-slim AS reference
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    TZ=UTC \
    PARLEY_DATA_DIR=/var/lib/parley
WORKDIR /app
# Only the embedded PostgreSQL writes there; with DATABASE_URL the root may be read-only.
RUN install -d -o node -g node -m 0750 /var/lib/parley
COPY --from=packages /app/node_modules ./node_modules
COPY --from=reference /app/node_modules/redoc/package.json ./node_modules/redoc/
COPY --from=reference /app/node_modules/redoc/bundles/redoc.standalone.js ./node_modules/redoc/bundles/
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY openapi ./openapi
COPY service ./service
USER node
EXPOSE 3000 2525
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT ?? 3000) + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "service/main.ts"]
