import { type Why, whyOfLine } from '#app/components/line-why.ts'
import { formatDay } from '#app/domain/dates.ts'
import { formatMoney } from '#app/domain/money.ts'
import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { Translator } from '#app/i18n/translator.ts'
import type { TriedSide } from '#app/use-cases/try-order.server.ts'

/** One policy's decision about a line, in words. */
export type SideView = {
  readonly verdict: LineDecision['verdict']
  readonly verdictLabel: string
  readonly because: string
  /** The version that judged the line where it is a later one that is better for the buyer. */
  readonly laterVersion: number | null
  readonly why: Why
}

/** One thing that a decision says; `draft` is null where there is no draft to hold against it. */
export type ComparedRow = {
  readonly name: string
  readonly published: string
  readonly draft: string | null
  readonly differs: boolean
}

/** A line of a tried order, decided by what is published and by the draft. */
export type ComparedLine = {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly imageUrl: string | null
  readonly published: SideView
  readonly draft: SideView | null
  readonly rows: readonly ComparedRow[]
  readonly differs: boolean
}

type Sides = { readonly published: TriedSide; readonly draft: TriedSide | null }

/** Holds the two decisions about a line against each other; null when one of them says nothing of it. */
export function compareLine(
  line: LineFacts,
  { published, draft }: Sides,
  translator: Translator,
): ComparedLine | null {
  const [left, right] = [published, draft].map((side) =>
    side?.decision.lines.find(({ lineId }) => lineId === line.id),
  )
  if (left === undefined || (draft !== null && right === undefined)) return null
  const sides = {
    published: sideView(left, published, translator),
    draft: draft === null || right === undefined ? null : sideView(right, draft, translator),
  }
  const before = wordsOf(left, sides.published, translator)
  const after = right === undefined || sides.draft === null ? null : wordsOf(right, sides.draft, translator)
  const rows = before.map(([name, text], place) => {
    const other = after?.[place]?.[1] ?? null
    return { name, published: text, draft: other, differs: other !== null && other !== text }
  })
  return {
    id: line.id,
    title: line.title,
    detail: detailOf(line, translator),
    imageUrl: line.imageUrl,
    ...sides,
    rows,
    differs: rows.some(({ differs }) => differs),
  }
}

function sideView(decision: LineDecision, side: TriedSide, translator: Translator): SideView {
  const policy = side.policies.get(decision.policyVersion ?? side.number) ?? null
  const why = whyOfLine(decision, policy, translator)
  return {
    verdict: decision.verdict,
    verdictLabel: translator.t(`verdict.${decision.verdict}`),
    because: why.reasons.join(' '),
    laterVersion: decision.policyVersion ?? null,
    why,
  }
}

/** What can differ, in the order in which people ask: the decision, why, until when, then every term. */
function wordsOf(
  { window }: LineDecision,
  side: SideView,
  { locale }: Translator,
): readonly (readonly [name: string, text: string])[] {
  return [
    ['Decision', side.verdictLabel],
    ['Because', side.because],
    ['Last day', window === null ? 'No limit' : formatDay(window.lastDay, locale)],
    ...side.why.terms.map(({ name, value }) => [name, value] as const),
  ]
}

function detailOf(line: LineFacts, { locale }: Translator): string {
  const price = formatMoney(line.discountedUnitPrice, locale)
  const parts = [line.variantTitle, line.sku, `${line.quantity} × ${price}`]
  return parts.filter((part) => part !== null && part !== '').join(' · ')
}
