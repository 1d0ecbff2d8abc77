import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig } from 'vite'

export default defineConfig({
  server: { allowedHosts: true, cors: { preflightContinue: true } },
  plugins: [
    remix({
      ignoredRouteFiles: ['**/*.test.*', '**/.*'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_singleFetch: true,
        v3_routeConfig: false,
      },
    }),
  ],
  // Shopify's admin does not take inlined assets everywhere, and the content security policy takes no data: scripts.
  build: { assetsInlineLimit: 0 },
  // Found late, they would be optimised anew in the middle of a page and bring a second React.
  optimizeDeps: {
    include: ['@shopify/app-bridge-react', '@shopify/polaris', '@shopify/shopify-app-remix/react'],
  },
})
