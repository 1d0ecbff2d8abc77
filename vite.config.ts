import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig } from 'vite'

/** Single fetch and the v3 route rules; tests beside routes are no routes. */
export default defineConfig({
  server: { allowedHosts: true, cors: { preflightContinue: true } },
  plugins: [
    remix({
      ignoredRouteFiles: ['**/*.test.*', '**/README.md'],
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
  // Assets are files of their own: an inlined one would need `data:` in the content security policy.
  build: { assetsInlineLimit: 0 },
  optimizeDeps: { include: ['@shopify/app-bridge-react', '@shopify/polaris'] },
})
