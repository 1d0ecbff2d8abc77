import '@shopify/shopify-app-remix/adapters/node'
import { ApiVersion, AppDistribution, LogSeverity, shopifyApp } from '@shopify/shopify-app-remix/server'
import { env } from './env.server.ts'
import { recordInstallation } from './install.server.ts'
import { hideTokens, log } from './log.server.ts'
import { encryptedSessionStorage } from './shopify/session-storage.server.ts'

/** Shopify's sessions, tokens encrypted. */
export const sessionStorage = encryptedSessionStorage(env.ENCRYPTION_KEY)

const levels = {
  [LogSeverity.Error]: 'error',
  [LogSeverity.Warning]: 'warn',
  [LogSeverity.Info]: 'debug',
  [LogSeverity.Debug]: 'debug',
} as const

const shopify = shopifyApp({
  apiKey: env.SHOPIFY_API_KEY,
  apiSecretKey: env.SHOPIFY_API_SECRET,
  // The library's name of `apiVersion`; a test holds the two together.
  apiVersion: ApiVersion.October26,
  appUrl: env.SHOPIFY_APP_URL,
  authPathPrefix: '/auth',
  distribution: AppDistribution.AppStore,
  sessionStorage,
  // Online tokens say who works here: their names stand in the timeline.
  useOnlineTokens: true,
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  logger: {
    // Its debug level writes session tokens: it never goes below info, which is our debug.
    level: LogSeverity.Info,
    log: (severity, message) => {
      log[levels[severity]]({ from: 'shopify-app' }, hideTokens(message))
      return Promise.resolve()
    },
  },
  hooks: {
    afterAuth: async ({ session }) => {
      await recordInstallation({
        shop: session.shop,
        scope: session.scope ?? '',
        now: new Date().toISOString(),
      })
    },
  },
})

export const { authenticate } = shopify
