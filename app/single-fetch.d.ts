import '@remix-run/node'

declare module '@remix-run/node' {
  // Tells the types of `useLoaderData` that loaders answer values as they are, promises included (vite.config.ts turns it on).
  interface Future {
    v3_singleFetch: true
  }
}
