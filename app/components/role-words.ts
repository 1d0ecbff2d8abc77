import { type Forbidden, mayDo, type Role, type StaffAction } from '#app/domain/roles.ts'

/** Roles as people call them, and what each may do, for screens. */
export const roleWords = {
  viewer: { name: 'Viewer', may: 'Looks at everything and changes nothing.' },
  agent: { name: 'Agent', may: 'Handles returns and pays up to the limits.' },
  manager: {
    name: 'Manager',
    may: 'Also grants payments, changes policy and settings, and can stop payments.',
  },
  admin: { name: 'Admin', may: 'Also gives roles, sets limits and lets payments go on.' },
} as const satisfies Record<Role, { readonly name: string; readonly may: string }>

/** Why a person may not do something, and who can. */
export function sayForbidden({ role, needs }: Pick<Forbidden, 'role' | 'needs'>): string {
  const own = role === null ? 'You have no role in this store' : `You are ${withArticle(role)}`
  return `${own}. This needs ${withArticle(needs)}. An admin can change your role in Settings.`
}

/** Why somebody of this role may not do something, for the screen that offers it; null where they may. */
export function sayBlocked(role: Role | null, action: StaffAction): string | null {
  const allowed = mayDo(role, action)
  return allowed.ok ? null : sayForbidden(allowed.error)
}

/** `an agent`, `a viewer`. */
export function withArticle(role: Role): string {
  const name = roleWords[role].name.toLowerCase()
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`
}
