/** The shopper's pages as a merchant knows them, in the order of a return. */
export const portalGroups = [
  'find',
  'items',
  'check',
  'status',
  'withdrawal',
  'cases',
  'gift',
  'everywhere',
] as const
export type PortalGroup = (typeof portalGroups)[number]

/** Why a text of these pages is not the merchant's to change. */
export type LockReason = 'prescribed' | 'declaration' | 'consent' | 'deadline'
