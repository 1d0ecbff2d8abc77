import type { CaseGround } from './case.ts'
import type { LineFacts } from './order.ts'
import type { LineDecision } from './policy/decision.ts'

/** A line of the order that a withdrawal reaches, with how many units of it. */
export type WithdrawnLine = { readonly lineId: string; readonly quantity: number }

/**
 * What a declaration of withdrawal comes to for the goods of an order. `left` are the titles of goods that it names and does
 * not reach; `because` says why staff is to look, null where nobody need.
 */
export type WithdrawnGoods = {
  readonly lines: readonly WithdrawnLine[]
  readonly left: readonly string[]
  readonly because: CaseGround | null
}

type GoodsInput = {
  readonly lines: readonly LineFacts[]
  readonly decisions: readonly Pick<LineDecision, 'lineId' | 'verdict' | 'law'>[]
  /** As the shopper named them, one each; empty = the whole order. */
  readonly goods: readonly string[]
}

/**
 * Which lines of an order a withdrawal reaches: those it names (all where it names none) whose statutory right is open. What
 * somebody typed counts only where it names one kind of goods of the order and no other: a wrong guess would send back what
 * nobody gave up.
 */
export function withdrawnGoods({ lines, decisions, goods }: GoodsInput): WithdrawnGoods {
  const named = goods.length === 0 ? wholeOrder(lines) : namedGoods(lines, goods)
  if (named === null) return { lines: [], left: goods, because: 'goods_unclear' }
  const isOpen = (line: LineFacts) => {
    const decision = decisions.find(({ lineId }) => lineId === line.id)
    return decision?.law?.open === true && decision.verdict !== 'deny' && line.returnableQuantity > 0
  }
  const reached: WithdrawnLine[] = []
  const left: string[] = []
  for (const { line, quantity } of named) {
    if (isOpen(line)) reached.push({ lineId: line.id, quantity: Math.min(quantity, line.returnableQuantity) })
    // Goods that went back before are not asked for once more.
    else if (line.fulfillmentLineItemId === null || line.returnableQuantity > 0) left.push(titleOf(line))
  }
  if (reached.length > 0) return { lines: reached, left, because: left.length > 0 ? 'in_part' : null }
  const isUnsent = named.length > 0 && named.every(({ line }) => line.fulfillmentLineItemId === null)
  return { lines: [], left, because: isUnsent ? 'not_sent' : 'outside_right' }
}

type Named = { readonly line: LineFacts; readonly quantity: number }

function wholeOrder(lines: readonly LineFacts[]): readonly Named[] {
  return lines.map((line) => ({ line, quantity: line.quantity }))
}

/** The lines that texts name, null where one of them names none, or several kinds of goods. */
function namedGoods(lines: readonly LineFacts[], goods: readonly string[]): readonly Named[] | null {
  const found = new Map<string, Named>()
  for (const text of goods) {
    const asked = /^\s*(?:(\d{1,3})\s*[x×*]\s*)?(.*?)(?:\s*[x×*]\s*(\d{1,3}))?\s*$/iu.exec(text)
    const wanted = folded(asked?.[2] ?? '')
    const fitting = lines.filter((line) => namesOf(line).includes(wanted))
    const kinds = new Set(fitting.map((line) => line.lineItemId))
    if (wanted === '' || kinds.size !== 1) return null
    let units = Number(asked?.[1] ?? asked?.[3] ?? fitting.reduce((sum, line) => sum + line.quantity, 0))
    for (const line of fitting) {
      const quantity = Math.min(units, Math.max(line.returnableQuantity, 1))
      if (quantity > 0) found.set(line.id, { line, quantity })
      units -= quantity
    }
    if (units > 0 && asked?.[1] !== undefined) return null
  }
  return [...found.values()]
}

function titleOf({ title, variantTitle }: LineFacts): string {
  return variantTitle === null ? title : `${title} · ${variantTitle}`
}

function namesOf(line: LineFacts): readonly string[] {
  const { title, variantTitle, sku } = line
  const both = variantTitle === null ? [] : [`${title} ${variantTitle}`]
  return [title, ...both, ...(sku === null ? [] : [sku])].map(folded)
}

/** Texts without case, marks between words and repeated spaces. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim()
}
