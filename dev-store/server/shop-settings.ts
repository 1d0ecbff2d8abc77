import type { Engine } from '../engine/engine.ts'
import type { Shop } from '../engine/state.ts'

/** A switch of a shop (behaviour §5): one of given values, or a whole number from 0 (limits, in minor units). */
type Rule = readonly (string | boolean | number)[] | 'minor units'

/** What a tester may switch while the dev store runs, with what it may be. */
export const SHOP_SETTINGS = {
  returnsWorkflow: ['new', 'legacy'],
  zeroPriceExchangeBug: [true, false],
  customerAccounts: ['NEW_CUSTOMER_ACCOUNTS', 'CLASSIC', 'NONE'],
  plan: ['standard', 'advanced', 'plus', 'enterprise'],
  giftCardsEnabled: [true, false],
  giftCardIssueLimit: 'minor units',
  storeCreditEnabled: [true, false],
  storeCreditLimit: 'minor units',
  taxesIncluded: [true, false],
  dutiesIncluded: [true, false],
  protectedCustomerData: [0, 1, 2],
  looseDisposal: [true, false],
  processClosedReturns: [true, false],
  lenientIdempotent: [true, false],
} as const satisfies Partial<Record<keyof Shop, Rule>>

export type SettingName = keyof typeof SHOP_SETTINGS
export type ShopSettings = Pick<Shop, SettingName>

const NAMES = Object.keys(SHOP_SETTINGS).filter((name): name is SettingName => name in SHOP_SETTINGS)

/** The switches of a shop as they stand. */
export function settingsOf(shop: Shop): ShopSettings {
  // The names are exactly the keys that ShopSettings picks.
  return Object.fromEntries(NAMES.map((name) => [name, shop[name]])) as ShopSettings
}

const allows = (rule: Rule, value: unknown): boolean =>
  rule === 'minor units'
    ? typeof value === 'number' && Number.isInteger(value) && value >= 0
    : rule.some((one) => one === value)

/**
 * Changes switches of one shop, all or none. Throws for a name or a value that is none, for a switch that does nothing
 * would make a test pass for nothing.
 */
export function changeSettings(engine: Engine, domain: string, changes: Record<string, unknown>): Shop {
  for (const [name, value] of Object.entries(changes)) {
    const known = NAMES.find((one) => one === name)
    if (!known) throw new Error(`A shop has no switch ${name}: one of ${NAMES.join(', ')}`)
    const rule: Rule = SHOP_SETTINGS[known]
    if (!allows(rule, value)) {
      const wanted = rule === 'minor units' ? 'a whole number of minor units' : rule.join(', ')
      throw new Error(`${name} cannot be ${JSON.stringify(value)}: ${wanted}`)
    }
  }
  return engine.transact(domain, (context) => Object.assign(context.edit('shops', domain), changes))
}
