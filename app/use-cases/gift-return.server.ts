import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { countGiftUnits, findLiveGiftCode } from '#app/db/gift-code.server.ts'
import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { Money } from '#app/domain/money.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import type { ExchangeOffer } from './assess-exchange.server.ts'
import { judgeOrder } from './judge-order.server.ts'
import { type LineProblem, quoteReturn, type RequestError } from './quote-return.server.ts'
import type { ReasonOption } from './reason-options.ts'
import { requestReturn, type RequestedReturn } from './request-return.server.ts'
import type { WrittenLine } from './request-part.ts'

/** A line as who was given it may see it: no price, nothing of the order, and no reason that would speak of either. */
export type GiftLineView = {
  readonly lineId: string
  readonly title: string
  readonly variantTitle: string | null
  readonly imageUrl: string | null
  /** How many units can be given back now; nothing where it cannot be. */
  readonly returnable: number
  /** The last day on which it can be given back; null where there is none, or it cannot be. */
  readonly lastDay: string | null
  readonly needs: EvidenceNeeds
}
export type JudgedGift = {
  readonly lines: readonly GiftLineView[]
  readonly reasons: readonly ReasonOption[]
}
/** `not_found`: the code ended or was revoked meanwhile, or the order is gone. */
export type GiftError = { readonly kind: 'not_found' } | { readonly kind: 'shopify_unreachable' }

type Gift = { readonly orderGid: OrderGid; readonly units: ReadonlyMap<string, number> }

/** How many units of each line a code is still good for; null where it is not good for anything any more. */
async function readGift(ctx: ShopContext, tx: Transaction, codeId: string): Promise<Gift | null> {
  if (ctx.settings.portal.giftReturns === 'off') return null
  const known = await findLiveGiftCode(tx, ctx.shop, { id: codeId, now: ctx.now() })
  if (known === null) return null
  const used = await countGiftUnits(tx, ctx.shop, codeId)
  const units = new Map(
    known.lines.map(({ lineId, units: all }) => [lineId, Math.max(0, all - (used.get(lineId) ?? 0))]),
  )
  return { orderGid: known.orderGid, units }
}

function readGiftNow(ctx: ShopContext, codeId: string): Promise<Gift | null> {
  return withShop(ctx.shop, (tx) => readGift(ctx, tx, codeId))
}

/** The order of a code that can be used now, for its photos; null where there is none. */
export async function orderOfGift(ctx: ShopContext, codeId: string): Promise<OrderGid | null> {
  return (await readGiftNow(ctx, codeId))?.orderGid ?? null
}

const noNeeds: EvidenceNeeds = { photos: 0, questions: [] }

/** What a gift code is good for now: its lines, judged by the same policy as if the buyer asked. */
export async function judgeGift(
  ctx: ShopContext,
  input: { readonly codeId: string; readonly written?: readonly WrittenLine[] },
): Promise<Result<JudgedGift, GiftError>> {
  const gift = await readGiftNow(ctx, input.codeId)
  if (gift === null) return err({ kind: 'not_found' })
  const written = (input.written ?? []).filter(({ lineId }) => gift.units.has(lineOfPart(lineId)))
  const judged = await judgeOrder(ctx, { orderGid: gift.orderGid, written })
  if (!judged.ok) return judged
  const { order, decision, reasons, needs } = judged.value
  const lines = order.lines.flatMap((line): GiftLineView[] => {
    const units = gift.units.get(line.id)
    const decided = decision.lines.find(({ lineId }) => lineId === line.id)
    if (units === undefined || decided === undefined) return []
    const isOpen = decided.verdict !== 'deny'
    const returnable = isOpen ? Math.min(units, line.returnableQuantity) : 0
    const { title, variantTitle, imageUrl } = line
    const lastDay = returnable > 0 ? (decided.window?.lastDay ?? null) : null
    const own = needs.get(line.id) ?? noNeeds
    return [{ lineId: line.id, title, variantTitle, imageUrl, returnable, lastDay, needs: own }]
  })
  return ok({ lines, reasons })
}

/** Who was given the goods, as far as it matters. `customerGid` is that person's own account, proved by a session. */
export type GiftVisitor = { readonly codeId: string; readonly customerGid: CustomerGid | null }

/** Whether the shop gives credit for gifts, and there is an account to put it in. */
function canCredit(ctx: ShopContext, { customerGid }: GiftVisitor): boolean {
  return customerGid !== null && ctx.settings.portal.giftReturns === 'exchange_or_credit'
}

export type QuotedGift = {
  readonly lines: readonly (Pick<GiftLineView, 'lineId' | 'title' | 'variantTitle' | 'imageUrl'> & {
    readonly requested: RequestedLine
  })[]
  /** What the credit comes to; null where none is given. */
  readonly credit: Money | null
  /** Even goods to choose from; null where nothing can be exchanged. */
  readonly exchange: ExchangeOffer | null
  /** Whether the chosen goods can be had as chosen. */
  readonly isExchangeReady: boolean
  readonly decisions: readonly LineDecision[]
  readonly needs: readonly EvidenceNeeds[]
  readonly reasons: readonly ReasonOption[]
}

/** What can be had for the chosen lines of a gift. Prices of the order are not in it; the credit is what it is worth. */
export async function quoteGift(
  ctx: ShopContext,
  input: GiftVisitor & { readonly lines: readonly RequestedLine[]; readonly fallback?: ExchangeFallback },
): Promise<Result<QuotedGift, RequestError>> {
  const gift = await readGiftNow(ctx, input.codeId)
  if (gift === null) return err({ kind: 'not_found' })
  const problem = problemOf(gift, input.lines)
  if (problem !== null) return err(problem)
  const { lines, fallback } = input
  const terms = { canCredit: canCredit(ctx, input) }
  const chosen = fallback === undefined ? {} : { fallback }
  const quoted = await quoteReturn(ctx, { orderGid: gift.orderGid, lines, gift: terms, ...chosen })
  if (!quoted.ok) return quoted
  const { order, quotes, exchange, decision, needs, reasons } = quoted.value
  const credit = quotes.find(({ outcome }) => outcome === 'store_credit')
  return ok({
    lines: lines.flatMap((requested) => {
      const line = order.lines.find(({ id }) => id === lineOfPart(requested.lineId))
      if (line === undefined) return []
      const { id: lineId, title, variantTitle, imageUrl } = line
      return [{ lineId, title, variantTitle, imageUrl, requested }]
    }),
    credit: credit?.total ?? null,
    exchange,
    isExchangeReady: quotes.some(({ outcome }) => outcome === 'exchange'),
    decisions: decision.lines,
    needs,
    reasons,
  })
}

/** What is wrong with lines before the order is read: not given with this code, or more than it is good for. */
function problemOf(gift: Gift, lines: readonly RequestedLine[]): RequestError | null {
  if (lines.length === 0) return { kind: 'nothing_selected' }
  const problems = lines.flatMap(({ lineId }): LineProblem[] => {
    const left = gift.units.get(lineOfPart(lineId))
    if (left === undefined) return [{ lineId, problem: 'unknown_line' }]
    const asked = lines
      .filter((one) => lineOfPart(one.lineId) === lineOfPart(lineId))
      .reduce((units, { quantity }) => units + quantity, 0)
    return asked > left ? [{ lineId, problem: 'quantity_exceeded', returnable: left }] : []
  })
  return problems.length === 0 ? null : { kind: 'invalid_lines', lines: problems }
}

export type RequestGiftReturnInput = GiftVisitor & {
  readonly submissionKey: string
  readonly lines: readonly RequestedLine[]
  readonly outcome: Outcome
  readonly fallback?: ExchangeFallback
  readonly returnMethod?: ReturnMethod
  readonly locale: string
  /** Where messages go: the recipient's own address. */
  readonly email: string
  /** Where goods in exchange go. */
  readonly address: string
}
export type GiftContactField = 'email' | 'address'
export type RequestGiftReturnError =
  RequestError | { readonly kind: 'invalid_contact'; readonly fields: readonly GiftContactField[] }

/** The longest address that a gift return keeps. */
export const longestAddress = 500

/**
 * Asks gifts back for who was given them: by goods in exchange, or by credit in that person's own account. Judged, stored and
 * opened as every other return; the buyer is told nothing and paid nothing.
 */
export async function requestGiftReturn(
  ctx: ShopContext,
  input: RequestGiftReturnInput,
): Promise<Result<RequestedReturn, RequestGiftReturnError>> {
  const { codeId, customerGid, outcome, submissionKey, lines, locale } = input
  const email = input.email.trim()
  const address = input.address.trim()
  const fields: GiftContactField[] = [
    ...(isMailAddress(email) && email.length <= 254 ? [] : (['email'] as const)),
    ...(outcome === 'exchange' && (address.length < 10 || address.length > longestAddress)
      ? (['address'] as const)
      : []),
  ]
  if (fields.length > 0) return err({ kind: 'invalid_contact', fields })
  const gift = await readGiftNow(ctx, codeId)
  if (gift === null) return err({ kind: 'not_found' })
  const terms = { canCredit: canCredit(ctx, input) }
  const isStillGood = async (tx: Transaction) => {
    const now = await readGift(ctx, tx, codeId)
    return now !== null && problemOf(now, lines) === null
  }
  const made = await requestReturn(ctx, {
    orderGid: gift.orderGid,
    submissionKey,
    lines,
    outcome,
    locale,
    gift: {
      ...terms,
      codeId,
      email,
      // Where only goods are given nobody's account has to do with it.
      customerGid: terms.canCredit ? customerGid : null,
      address: outcome === 'exchange' ? address : null,
      isStillGood,
    },
    ...(input.fallback === undefined ? {} : { fallback: input.fallback }),
    ...(input.returnMethod === undefined ? {} : { returnMethod: input.returnMethod }),
  })
  return made
}
