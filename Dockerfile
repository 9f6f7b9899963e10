# Proven by `npm run test:image`, with what: docs/operating/containers.md.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Both secrets are optional: the settings of another npm registry, and the certificates it is trusted by.
# The image has no Stripe sandbox: the workspace is left out.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=certificates,target=/run/secrets/certificates \
    npm ci --workspaces=false
COPY tsconfig.json tsconfig.build.json build.sh ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --workspaces=false

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    MAINSTAY_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "dist/main.js"]
