import { z } from 'zod'
import { add, compare, isCurrency, type Money, tryParseDecimal, zero } from './money.ts'
import { err, ok, type Result } from './result.ts'
import { type Role, rolesUpTo } from './roles.ts'

/** The kinds of payment that limits tell apart. */
export const moneyActions = ['refund', 'store_credit'] as const
export type MoneyAction = (typeof moneyActions)[number]

/** What a limit counts: an order with all its payments, a person's payments of 24 hours, a buyer's payments of 30 days. */
export const limitScopes = ['order', 'day', 'buyer'] as const
export type LimitScope = (typeof limitScopes)[number]

/** How far back each scope looks, in seconds; null: as far as there is anything. */
export const scopeSeconds = { order: null, day: 86_400, buyer: 30 * 86_400 } as const satisfies Record<
  LimitScope,
  number | null
>

/** An amount as people write it: `100`, `99.95`. Its currency stands beside it. */
const Decimal = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/)

/**
 * The limits of one kind of payment in one currency. The order's must be said; null in the others: not limited by that.
 * It is the order that is limited and not the single payment: two payments of half the size are the same money.
 */
export const CurrencyLimit = z.strictObject({
  order: Decimal,
  day: Decimal.nullable(),
  buyer: Decimal.nullable(),
})
export type CurrencyLimit = z.infer<typeof CurrencyLimit>

const ByCurrency = z.record(z.string().regex(/^[A-Z]{3,4}$/), CurrencyLimit)

/**
 * What one role may pay without a second person. A currency that is not named is not allowed at all: an amount in yen says
 * nothing about an amount in dinars, and no exchange rate decides about somebody's rights.
 */
export const RoleLimits = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unlimited') }),
  z.strictObject({
    kind: z.literal('limited'),
    amounts: z.strictObject({ refund: ByCurrency, store_credit: ByCurrency }),
  }),
])
export type RoleLimits = z.infer<typeof RoleLimits>

/** The roles that can pay. */
const payingRoles = ['agent', 'manager', 'admin'] as const satisfies readonly Role[]
export type PayingRole = (typeof payingRoles)[number]

/** Whose payments have limits: those that the policy makes by itself, and people by their role. */
export const limitHolders = ['automatic', ...payingRoles] as const
export type LimitHolder = 'automatic' | Role
/** Of those the ones that may pay at all. */
export type PayingHolder = (typeof limitHolders)[number]

/** The holders whose payments count together with those of this one: itself and everybody below. No person is the lowest. */
export function holdersUpTo(holder: LimitHolder): readonly LimitHolder[] {
  return holder === 'automatic' ? ['automatic'] : ['automatic', ...rolesUpTo(holder)]
}

/** Limits that were stored before the policy's own payments had any: what it pays by itself is not limited. */
export const Limits = z.strictObject({
  automatic: RoleLimits.default({ kind: 'unlimited' }),
  agent: RoleLimits,
  manager: RoleLimits,
  admin: RoleLimits,
})
export type Limits = z.infer<typeof Limits>

/**
 * What holds until somebody sets limits: the policy pays what its publisher wrote into it, agents pay nothing alone, managers
 * and admins whatever they find right.
 */
export const firstLimits: Limits = {
  automatic: { kind: 'unlimited' },
  agent: { kind: 'limited', amounts: { refund: {}, store_credit: {} } },
  manager: { kind: 'unlimited' },
  admin: { kind: 'unlimited' },
}

export type LimitProblem = {
  /** `agent.refund.USD.day` */
  readonly path: string
  readonly problem: 'unknown_currency' | 'not_an_amount'
}

/** What is wrong with limits that have the right form: currencies that nobody knows, digits that a currency does not have. */
export function limitProblems(limits: Limits): readonly LimitProblem[] {
  return limitHolders.flatMap((role) => {
    const of = limits[role]
    if (of.kind === 'unlimited') return []
    return moneyActions.flatMap((action) =>
      Object.entries(of.amounts[action]).flatMap(([currency, limit]): LimitProblem[] => {
        const path = `${role}.${action}.${currency}`
        if (!isCurrency(currency)) return [{ path, problem: 'unknown_currency' }]
        return limitScopes
          .filter((scope) => limit[scope] !== null && tryParseDecimal(limit[scope] ?? '', currency) === null)
          .map((scope) => ({ path: `${path}.${scope}`, problem: 'not_an_amount' }))
      }),
    )
  })
}

/** A payment that somebody wants to make: all that the shopper gets by it, a bonus included. */
export type Movement = { readonly action: MoneyAction; readonly amount: Money }

/** What was paid before and counts, in the movement's currency. */
export type Spent = Readonly<Record<LimitScope, Money>>

/** Why a second person must look. `limit` null: nothing at all is allowed alone (`currency`, `role`). */
export type Exceeded = {
  readonly scope: LimitScope | 'currency' | 'role'
  readonly limit: Money | null
  /** What it would come to with this payment. */
  readonly would: Money
}

/**
 * Answers whether somebody of this role, or the policy by itself, may make the payment alone, after what was paid before. Exactly the limit is
 * allowed. Amounts of another currency than the movement's throw: they were gathered wrongly.
 */
export function judgeMovement(input: {
  readonly limits: Limits
  readonly role: LimitHolder
  readonly movement: Movement
  readonly spent: Spent
}): Result<null, readonly Exceeded[]> {
  const { limits, role, movement, spent } = input
  const { amount } = movement
  if (role === 'viewer') return err([{ scope: 'role', limit: null, would: amount }])
  const of = limits[role]
  if (of.kind === 'unlimited') return ok(null)
  const limit = of.amounts[movement.action][amount.currency]
  if (limit === undefined) return err([{ scope: 'currency', limit: null, would: amount }])
  const exceeded = limitScopes.flatMap((scope): Exceeded[] => {
    const text = limit[scope]
    if (text === null) return []
    const would = add(spent[scope], amount)
    // An amount that cannot be read allows nothing.
    const most = tryParseDecimal(text, amount.currency) ?? zero(amount.currency)
    return compare(would, most) > 0 ? [{ scope, limit: most, would }] : []
  })
  return exceeded.length === 0 ? ok(null) : err(exceeded)
}
