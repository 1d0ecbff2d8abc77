import {
  type CurrencyLimit,
  type LimitProblem,
  type Limits,
  limitScopes,
  type LimitScope,
  moneyActions,
  type MoneyAction,
  limitHolders,
  type PayingHolder,
  type RoleLimits,
} from '#app/domain/limits.ts'

/** What one role may pay alone, or the policy by itself, as the form holds it: fields by `fieldName`, as typed. */
export type RoleForm = {
  readonly kind: 'unlimited' | 'limited' | 'nothing'
  readonly currencies: readonly string[]
  readonly fields: Readonly<Record<string, string>>
}
export type LimitsForm = Readonly<Record<PayingHolder, RoleForm>>

/** The name of a field within its role, and the end of the path of a problem. */
export function fieldName(action: MoneyAction, currency: string, scope: LimitScope): string {
  return `${action}.${currency}.${scope}`
}

/** The form for limits as they are stored; `currency` is the shop's, offered first. */
export function formOf(limits: Limits, currency: string): LimitsForm {
  return {
    automatic: roleForm(limits.automatic, currency),
    agent: roleForm(limits.agent, currency),
    manager: roleForm(limits.manager, currency),
    admin: roleForm(limits.admin, currency),
  }
}

function roleForm(limits: RoleLimits, currency: string): RoleForm {
  if (limits.kind === 'unlimited') return { kind: 'unlimited', currencies: [currency], fields: {} }
  const named = new Set(moneyActions.flatMap((action) => Object.keys(limits.amounts[action])))
  const fields = moneyActions.flatMap((action) =>
    Object.entries(limits.amounts[action]).flatMap(([code, limit]) =>
      limitScopes.map((scope) => [fieldName(action, code, scope), limit[scope] ?? ''] as const),
    ),
  )
  return {
    kind: named.size === 0 ? 'nothing' : 'limited',
    currencies: named.size === 0 ? [currency] : [...named],
    fields: Object.fromEntries(fields),
  }
}

/** Limits from the form, or which fields have to be filled first, by `role.` and `fieldName`. */
export function limitsOf(
  form: LimitsForm,
):
  | { readonly ok: true; readonly limits: Limits }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> } {
  const problems = Object.fromEntries(limitHolders.flatMap((role) => problemsOfRole(role, form[role])))
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    limits: {
      automatic: limitsOfRole(form.automatic),
      agent: limitsOfRole(form.agent),
      manager: limitsOfRole(form.manager),
      admin: limitsOfRole(form.admin),
    },
  }
}

const amountPattern = /^\d{1,12}(\.\d{1,6})?$/

function problemsOfRole(role: PayingHolder, form: RoleForm): [string, string][] {
  if (form.kind !== 'limited') return []
  const all = form.currencies.flatMap((currency) =>
    moneyActions.flatMap((action) =>
      limitScopes.flatMap((scope): [string, string][] => {
        const text = textOf(form, fieldName(action, currency, scope))
        const path = `${role}.${fieldName(action, currency, scope)}`
        if (text !== '' && !amountPattern.test(text)) return [[path, words.not_an_amount]]
        const others = limitScopes.some((one) => textOf(form, fieldName(action, currency, one)) !== '')
        return scope === 'order' && text === '' && others ? [[path, words.order_missing]] : []
      }),
    ),
  )
  const isEmpty = Object.values(form.fields).every((text) => text.trim() === '')
  const [first] = form.currencies
  if (isEmpty && first !== undefined)
    return [[`${role}.${fieldName('refund', first, 'order')}`, words.all_missing]]
  return all
}

function limitsOfRole(form: RoleForm): RoleLimits {
  if (form.kind === 'unlimited') return { kind: 'unlimited' }
  const of = (action: MoneyAction) =>
    Object.fromEntries(
      form.currencies.flatMap((currency): [string, CurrencyLimit][] => {
        const text = (scope: LimitScope) => textOf(form, fieldName(action, currency, scope))
        if (form.kind === 'nothing' || text('order') === '') return []
        return [[currency, { order: text('order'), day: text('day') || null, buyer: text('buyer') || null }]]
      }),
    )
  return { kind: 'limited', amounts: { refund: of('refund'), store_credit: of('store_credit') } }
}

function textOf(form: RoleForm, name: string): string {
  return form.fields[name]?.trim() ?? ''
}

const words = {
  not_an_amount: 'Enter an amount like 100 or 99.95, with no more decimals than the currency has.',
  order_missing: 'Enter how much one order may get back.',
  all_missing: 'Enter an amount, or choose “Nothing”.',
  unknown_currency: 'This currency is not known.',
}

/** Problems that the app found, in words by their field. */
export function sayLimitProblems(problems: readonly LimitProblem[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    problems.map(({ path, problem }) => [
      problem === 'unknown_currency' ? `${path}.order` : path,
      words[problem],
    ]),
  )
}
