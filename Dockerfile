# The server and the web app, built with everything that npm installs.
FROM node:26-slim AS built
WORKDIR /carrel
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
COPY cli/package.json cli/
COPY web/package.json web/
RUN npm ci --omit=dev
COPY build.mjs LICENSE ./
COPY src src
RUN npm run build
COPY client client
COPY web web
RUN npm exec --workspace=web -- vite build

# What the server needs; the image brings its own Node.
FROM node:26-slim AS packages
WORKDIR /carrel
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --workspaces=false

FROM node:26-slim
WORKDIR /carrel
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
COPY --from=packages /carrel/node_modules node_modules
COPY package.json LICENSE ./
COPY src/main.js src/main.js
COPY src/docs/docs.css src/docs/docs.js src/docs/
COPY --from=built /carrel/dist dist
COPY --from=built /carrel/web/dist web/dist
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=16", "src/main.js"]
CMD ["serve"]
