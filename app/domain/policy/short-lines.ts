import type { OrderFacts } from '../order.ts'
import type { CompiledPolicy } from './compile.ts'
import { packedLines, statedTerms, type StatedWindow, usualCase } from './known-terms.ts'
import type { Words } from './words.ts'

/** Sentences to stand one after the other. */
export type ShortLine = readonly Words[]

/**
 * What a product's page says of its return in a few words, for one country: how long, whether the way back is free, and
 * whether other terms may apply. It promises nothing that the engine would not keep.
 */
export function productLine(policy: CompiledPolicy, at: Parameters<typeof usualCase>[1]): ShortLine {
  const { window, terms, openRules } = statedTerms(policy, usualCase(policy, at))
  const mayDiffer = openRules.length === 0 ? [] : [plain('line.exceptions')]
  if (window === null) return [plain('line.no'), ...mayDiffer]
  const isFree = terms.returnShippingPayer === 'merchant' || terms.keepItem
  return [windowSentence('line', window), ...(isFree ? [plain('line.free')] : []), ...mayDiffer]
}

/**
 * What the packing slip of an order says: how long its items may be returned (where that differs, it says so and names what
 * cannot be returned) and where to start. `address` is where returns are started, `day` (ISO) the day of packing.
 */
export function packingSlip(
  policy: CompiledPolicy,
  order: OrderFacts,
  at: { readonly day: string; readonly address: string },
): ShortLine {
  const lines = packedLines(policy, order, at.day).map(({ line, known }) => {
    const { window, openRules } = statedTerms(policy, known)
    return { title: line.title, window, mayDiffer: openRules.length > 0 }
  })
  const windows = lines.flatMap(({ window }) => (window === null ? [] : [window]))
  const [first] = windows
  const mayDiffer = lines.some((line) => line.mayDiffer) ? [plain('line.exceptions')] : []
  const start: Words = { key: 'slip.start', params: { address: at.address, order: order.name } }
  if (first === undefined)
    return [plain('slip.nothing'), ...mayDiffer, ...(mayDiffer.length > 0 ? [start] : [])]
  const isSame = windows.every((window) => keyOfWindow(window) === keyOfWindow(first))
  const refused = [...new Set(lines.flatMap(({ window, title }) => (window === null ? [title] : [])))]
  return [
    isSame ? windowSentence('slip', first) : plain('slip.varies'),
    ...(refused.length === 0 ? [] : [{ key: 'slip.except', params: { items: refused } }]),
    ...mayDiffer,
    start,
  ]
}

function windowSentence(group: 'line' | 'slip', { days, from }: StatedWindow): Words {
  if (days === null) return plain(`${group}.window.unlimited`)
  if (days === 0) return plain(`${group}.sameDay.${from}`)
  return { key: `${group}.window.${from}`, params: { count: days } }
}

function keyOfWindow({ days, from }: StatedWindow): string {
  return days === null ? 'unlimited' : `${from} ${days}`
}

function plain(key: string): Words {
  return { key, params: {} }
}
