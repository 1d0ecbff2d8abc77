import { z } from 'zod'
import { err, ok, type Result } from './result.ts'

/** What a person of the shop may do, from least to most. Who is new may look. */
export const roles = ['viewer', 'agent', 'manager', 'admin'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/**
 * Everything that staff can change, and the least role that may. The one table: use-cases ask it before they act, and
 * screens ask it before they offer. Looking needs no entry: every person whom Shopify lets into the app may look.
 */
export const leastRole = {
  'return.approve': 'agent',
  'return.decline': 'agent',
  'return.receive': 'agent',
  'return.close': 'agent',
  'return.cancel': 'agent',
  'note.add': 'agent',
  /** Making and revoking codes by which gifts are given back; whoever holds one asks for a return, and nothing is paid by it. */
  'gift.make': 'agent',
  /** Writing to shoppers, asking them, saying which order a withdrawal is about. */
  'case.answer': 'agent',
  /** Up to the person's limits; above them it only asks a second person. */
  'money.pay': 'agent',
  /** Pays nothing yet: what is paid instead asks the limits when it is paid. */
  'exchange.end': 'agent',
  /** Pays nothing: it lets store credit be offered where the law wants the buyer's word for it. */
  'consent.record': 'agent',
  /** Taking back one's own request needs no more than making it. */
  'money.withdraw': 'agent',
  'money.decide': 'manager',
  /** A fee that the policy set, changed or waived for one return. */
  'fee.change': 'manager',
  'money.stop': 'manager',
  'money.start': 'admin',
  'money.resolve': 'manager',
  'ledger.export': 'manager',
  'policy.save': 'manager',
  'policy.publish': 'manager',
  /** Another person's policy, where the shop wants two. */
  'policy.decide': 'manager',
  /** Whether it wants two. */
  'policy.settings': 'admin',
  'settings.save': 'manager',
  /** Fetching what is known of a person who asked for it, and saying that it was handed over. */
  'privacy.answer': 'manager',
  'roles.save': 'admin',
  'limits.save': 'admin',
} as const satisfies Record<string, Role>
export type StaffAction = keyof typeof leastRole

/** Why somebody may not do something: their role, and the least one that may. `role` is null for who is no person of the shop. */
export type Forbidden = {
  readonly kind: 'forbidden'
  readonly action: StaffAction
  readonly role: Role | null
  readonly needs: Role
}

/** Whether the role is that one or above it. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least)
}

/** The roles that are not above this one. */
export function rolesUpTo(role: Role): readonly Role[] {
  return roles.slice(0, roles.indexOf(role) + 1)
}

/** Answers whether a role may do something. Nobody (null: a shopper, a job) may do what belongs to staff. */
export function mayDo(role: Role | null, action: StaffAction): Result<null, Forbidden> {
  const needs = leastRole[action]
  return role !== null && isAtLeast(role, needs) ? ok(null) : err({ kind: 'forbidden', action, role, needs })
}

/** A person of the shop as roles are concerned. */
export type Member = { readonly userId: string; readonly role: Role }
export type RoleChange = { readonly userId: string; readonly from: Role; readonly to: Role }
export type RoleChangeError =
  | Forbidden
  /** The shop would be left without anybody who can give roles. */
  | { readonly kind: 'last_admin' }
  | { readonly kind: 'unknown_person'; readonly userId: string }

/**
 * Answers what really changes when somebody gives roles. Only an admin may, nobody may take away the last admin, and that
 * includes the last admin. `by` acts with the role they have among `members`, not with one they claim.
 */
export function planRoles(
  members: readonly Member[],
  wanted: readonly Member[],
  by: string,
): Result<readonly RoleChange[], RoleChangeError> {
  const actor = members.find(({ userId }) => userId === by)
  const allowed = mayDo(actor?.role ?? null, 'roles.save')
  if (!allowed.ok) return allowed
  const stranger = wanted.find(({ userId }) => members.every((member) => member.userId !== userId))
  if (stranger !== undefined) return err({ kind: 'unknown_person', userId: stranger.userId })
  // Of two wishes about one person the last one counts, as a form would have it.
  const wishes = new Map(wanted.map(({ userId, role }) => [userId, role]))
  const after = members.map((member) => wishes.get(member.userId) ?? member.role)
  if (!after.includes('admin')) return err({ kind: 'last_admin' })
  return ok(
    members.flatMap(({ userId, role }) => {
      const to = wishes.get(userId) ?? role
      return to === role ? [] : [{ userId, from: role, to }]
    }),
  )
}
