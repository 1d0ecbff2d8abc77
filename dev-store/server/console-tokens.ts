import type { Engine } from '../engine/engine.ts'
import { adminSchema, LATEST_VERSION } from '../engine/schema.ts'
import { parseAccess } from '../engine/access.ts'
import { mint } from './oauth.ts'

const CONSOLE_KEY = 'dev-store-console'
/** Scopes that Shopify has but that no field of the Admin schema asks for by name. */
const BEYOND_SCHEMA = ['read_all_orders', 'write_app_proxy', 'read_returns', 'write_returns']

/** Every access scope that the Admin schema names, read and write. */
function everyScope(): string[] {
  const scopes = new Set(BEYOND_SCHEMA)
  for (const text of adminSchema(LATEST_VERSION).notes.access.values()) {
    for (const onMutation of [true, false]) {
      for (const scope of parseAccess(text, onMutation).groups.flat()) scopes.add(scope)
    }
  }
  return [...scopes].sort()
}

/**
 * A permanent access token of a shop with every scope and the largest plan's bucket, for people and scripts. The same one
 * as before when the shop has it already; `known` keeps its value across a reset.
 */
export function consoleToken(engine: Engine, shop: string, known?: string): string {
  const { tables } = engine.state
  const app = Object.values(tables.apps).find((one) => one.apiKey === CONSOLE_KEY)
  const present = Object.values(tables.tokens).find((token) => token.shop === shop && token.appId === app?.id)
  if (present !== undefined) return present.value
  return engine.transact(shop, (context) => {
    const appId = app?.id ?? context.nextId('App')
    if (app === undefined) {
      context.insert('apps', appId, {
        id: appId,
        apiKey: CONSOLE_KEY,
        apiSecret: `${CONSOLE_KEY}-secret`,
        previousSecret: null,
        handle: CONSOLE_KEY,
        title: 'Dev store console',
        scopes: [],
        optionalScopes: [],
        webhookApiVersion: LATEST_VERSION,
      })
    }
    const scopes = everyScope()
    const installation = context.nextId('AppInstallation')
    context.insert('appInstallations', installation, {
      id: installation,
      appId,
      shop,
      installedAt: context.now,
      uninstalledAt: null,
      scopes,
      metafields: [],
    })
    const token = mint(context, {
      appId,
      scopes,
      mode: 'offline',
      userId: null,
      seconds: null,
      plan: 'enterprise',
    })
    if (known === undefined) return token.value
    context.remove('tokens', token.value)
    context.insert('tokens', known, { ...token, value: known })
    return known
  })
}
