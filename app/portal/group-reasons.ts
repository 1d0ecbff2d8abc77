import type { ReasonOption } from '#app/use-cases/judge-order.server.ts'

/**
 * The reasons that fit almost any product, most asked for first. Shopify's library has dozens more for special products; they
 * follow in a group of their own, so that nobody has to read them all.
 */
const commonHandles = [
  'too-small',
  'too-big',
  'changed-my-mind',
  'item-not-as-described',
  'damaged-or-defective',
  'received-the-wrong-item',
  'arrived-late',
  'quality',
  'style',
  'color',
  'other-reason',
]

/** What is left when nobody knows: a shopper who knows none chooses "Other". */
const hiddenHandle = 'unknown'

/** Splits the reasons of a shop into the common ones in our order and the rest by name. */
export function groupReasons(reasons: readonly ReasonOption[]): {
  readonly common: readonly ReasonOption[]
  readonly more: readonly ReasonOption[]
} {
  const common = commonHandles.flatMap((handle) => reasons.filter((reason) => reason.handle === handle))
  const isOther = (reason: ReasonOption): boolean =>
    reason.handle !== hiddenHandle && !commonHandles.includes(reason.handle)
  return { common, more: reasons.filter(isOther).toSorted((a, b) => a.name.localeCompare(b.name)) }
}
