import { textIn } from '#app/domain/policy/local-text.ts'
import commonNames from '#app/i18n/locales/reasons.json' with { type: 'json' }
import type { ShownReason } from '#app/use-cases/get-return-for-shopper.server.ts'
import type { ReasonOption } from '#app/use-cases/reason-options.ts'

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

/** A heading with the reasons under it; without words where the reasons stand alone. */
export type ReasonGroup = { readonly label: string; readonly reasons: readonly ReasonOption[] }
type GroupWords = { readonly locale: string; readonly common: string; readonly more: string }

/**
 * The name of a reason in a shopper's language. Shopify names its own in the shop's language alone: those that everybody is asked
 * have names of ours, the special ones keep Shopify's.
 */
export function reasonName(
  { path, name, handle }: Pick<ReasonOption, 'path' | 'name' | 'handle'>,
  locale: string,
): string {
  const own = path?.at(-1) ?? (isCommon(handle) ? commonNames[handle] : undefined)
  return own === undefined ? name : textIn(own, locale)
}

/** The name of a reason that was chosen before, in a shopper's language. */
export function shownReasonName({ label, ...reason }: ShownReason, locale: string): string {
  return reasonName(label === null ? reason : { ...reason, path: [label] }, locale)
}

function isCommon(handle: string): handle is keyof typeof commonNames {
  return Object.hasOwn(commonNames, handle)
}

/** The shop's own reasons in its own order and groups; else Shopify's common ones in our order, then the rest by name. */
export function groupReasons(reasons: readonly ReasonOption[], words: GroupWords): readonly ReasonGroup[] {
  if (reasons.some(({ path }) => path !== undefined)) return ownGroups(reasons, words.locale)
  const common = commonHandles.flatMap((handle) => reasons.filter((reason) => reason.handle === handle))
  const isOther = (reason: ReasonOption): boolean =>
    reason.handle !== hiddenHandle && !commonHandles.includes(reason.handle)
  const more = reasons.filter(isOther).toSorted((a, b) => a.name.localeCompare(b.name))
  return [
    { label: words.common, reasons: common },
    { label: words.more, reasons: more },
  ].filter((group) => group.reasons.length > 0)
}

/** Reasons below the same one stand together under its name; those at the top stand alone. */
function ownGroups(reasons: readonly ReasonOption[], locale: string): readonly ReasonGroup[] {
  const groups: { label: string; reasons: ReasonOption[] }[] = []
  for (const reason of reasons) {
    const above = (reason.path ?? []).slice(0, -1)
    const label = above.map((one) => textIn(one, locale)).join(' › ')
    const last = groups.at(-1)
    if (last?.label === label) last.reasons.push(reason)
    else groups.push({ label, reasons: [reason] })
  }
  return groups
}
