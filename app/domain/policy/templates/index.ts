import type { Policy } from '../policy.ts'
import { business } from './business.ts'
import { cosmetics } from './cosmetics.ts'
import { electronics } from './electronics.ts'
import { fashion } from './fashion.ts'
import { food } from './food.ts'

/**
 * Whole policies to start from, by trade. They name no amounts, so they hold in every currency, and what the statutes of the large
 * markets forbid they say only for places without one: the linter finds nothing in them there. Of rarer statutes (a way back that the
 * shop always pays, a ground that is not known) it tells the shop that sends there.
 */
export const policyTemplates = { fashion, electronics, cosmetics, food, business } as const satisfies Record<
  string,
  Policy
>
export type TemplateName = keyof typeof policyTemplates

/** All templates, in the order shown. */
// The keys of the record above are exactly the names.
export const templateNames = Object.keys(policyTemplates) as readonly TemplateName[]
