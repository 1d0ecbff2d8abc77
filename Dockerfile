FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --loglevel=notice
COPY . .
RUN npx prisma generate --no-hints && npm run build && npm prune --omit=dev --loglevel=notice

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/package.json /app/server.ts ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/build build
COPY --from=build /app/prisma prisma
COPY --from=build /app/public public
USER node
EXPOSE 3000
CMD ["node", "server.ts"]
