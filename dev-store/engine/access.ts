/** Access scopes: what a `requiredAccess` text of the introspection asks for, and whether a token has it. */

/** All groups must hold; one scope of a group is enough. Groups that name no scope (user permissions) are dropped. */
export type AccessRule = { text: string; groups: string[][] }

const PREFIX = /^(read|write|unauthenticated)_/
const QUOTED = /`([a-z_]+)`|\b((?:read|write)_[a-z_]+)\b/g

/**
 * Reads "`read_orders` access scope or `read_marketplace_orders` access scope. Also: Requires the `read_returns` access
 * scope." A bare family name (`orders`) stands for its write scope on mutations and its read scope elsewhere.
 */
export const parseAccess = (text: string, onMutation: boolean): AccessRule => {
  const groups = partFor(text, onMutation)
    .split(/\bAlso:|\bas well as\b|\band both\b/)
    .map((part) => {
      const scopes = [...part.matchAll(QUOTED)].map((match) => match[1] ?? match[2] ?? '')
      // "must have the x access scope to do y" is about one argument, not about the field.
      const isOther = (/permission/.test(part) && !/scope/.test(part)) || /scope to /.test(part)
      return isOther
        ? []
        : scopes.map((scope) => (PREFIX.test(scope) ? scope : `${onMutation ? 'write' : 'read'}_${scope}`))
    })
    .filter((group) => group.length > 0)
  return { text: text.trim(), groups }
}

/** Of "`read_x` for queries and both `read_x` as well as `write_x` for mutations" the half that is meant. */
const partFor = (text: string, onMutation: boolean): string => {
  const [, queries, mutations] = /^(.*?) for queries and (.*?) for mutations/s.exec(text) ?? []
  return (onMutation ? mutations : queries) ?? text
}

/** True when the token's scopes satisfy the rule; write_x includes read_x. */
export const isAllowed = (rule: AccessRule, scopes: ReadonlySet<string>): boolean =>
  rule.groups.every((group) =>
    group.some(
      (scope) => scopes.has(scope) || (scope.startsWith('read_') && scopes.has(`write_${scope.slice(5)}`)),
    ),
  )

/** Message and extensions of a missing scope (captured: fulfillment-order-hold-validation). */
export const accessDenied = (field: string, rule: AccessRule) => ({
  message: `Access denied for ${field} field. Required access: ${rule.text}`,
  extensions: {
    code: 'ACCESS_DENIED',
    documentation: 'https://shopify.dev/api/usage/access-scopes',
    requiredAccess: rule.text,
  },
})
