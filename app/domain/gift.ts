import { z } from 'zod'
import { add, compare, isPositive, isZero, sub, zero } from './money.ts'
import type { LineDecision } from './policy/decision.ts'
import type { Outcome } from './policy/terms/outcomes.ts'
import type { Quote } from './refund/quote.ts'

/** What a shop gives for goods that were a gift, to who was given them. Whoever paid gets nothing back for them. */
export const GiftReturns = z.enum(['off', 'exchange', 'exchange_or_credit'])
export type GiftReturns = z.infer<typeof GiftReturns>

/** A line of an order that a gift code is good for, and how many units of it. */
export const GiftedLine = z.object({ lineId: z.string(), units: z.int().min(1) })
export type GiftedLine = z.infer<typeof GiftedLine>

/**
 * What a return keeps of being a gift's: the code that it was asked for with, what it is called to the recipient (the order's
 * number, which Shopify's own name of the return holds, opens the buyer's order), and where goods in exchange go.
 */
export const GiftOfReturn = z.object({
  codeId: z.uuid(),
  reference: z.string(),
  address: z.string().nullable(),
})
export type GiftOfReturn = z.infer<typeof GiftOfReturn>

/** How a request for a gift is judged beside the policy: whether there is an account that credit could go to. */
export type GiftTerms = { readonly canCredit: boolean }

/** Crockford's base 32: no I, L, O or U, so that nothing is taken for something else, and no word comes out by chance. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLength = 12

/** Twelve characters of the alphabet, five bits each, of at least 60 random bits. */
export function codeOfBytes(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes.subarray(0, 8)) bits = (bits << 8n) | BigInt(byte)
  return Array.from({ length: codeLength }, (_, at) => alphabet[Number((bits >> BigInt(5 * at)) & 31n)]).join(
    '',
  )
}

/**
 * A code as somebody typed it, in the form that it was made in; null where it can be none. Case, spaces and hyphens of any
 * kind do not count, and what is easily taken for something else is what it was taken for.
 */
export function readGiftCode(typed: string): string | null {
  if (typed.length > 200) return null
  const plain = typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}_.]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(plain) ? plain : null
}

/** A code in groups of four, as it is shown and printed. */
export function writeGiftCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** What a gift return is called to its recipient, made of its id: it says nothing of the order. */
export function giftReference(returnId: string): string {
  const bits = BigInt(`0x${returnId.replaceAll('-', '').slice(0, 10)}`)
  const name = Array.from({ length: 8 }, (_, at) => alphabet[Number((bits >> BigInt(35 - 5 * at)) & 31n)])
  return `G-${name.join('')}`
}

/**
 * What a return is called to who asked for it. Shopify's name and the order's number are the buyer's: whoever knows them and
 * the buyer's e-mail address, as the recipient of a gift may, opens the order.
 */
export function namesForShopper({
  gift,
  name,
  orderName,
}: {
  readonly gift: Pick<GiftOfReturn, 'reference'> | null
  readonly name: string | null
  readonly orderName: string
}): { readonly name: string | null; readonly orderName: string } {
  return gift === null ? { name, orderName } : { name: gift.reference, orderName: gift.reference }
}

/** What can be had for a gift: never the money of whoever paid, credit only for who has an account to put it in. */
export function isForGift(outcome: Outcome, { canCredit }: GiftTerms): boolean {
  return outcome === 'exchange' || (outcome === 'store_credit' && canCredit)
}

/** Whether anything could be had for a line that is given away: else a code for it would only disappoint. */
export function isWorthACode(
  {
    verdict,
    terms,
  }: { readonly verdict: LineDecision['verdict']; readonly terms: Pick<LineDecision['terms'], 'outcomes'> },
  giftReturns: GiftReturns,
): boolean {
  if (verdict === 'deny' || giftReturns === 'off') return false
  const canCredit = giftReturns === 'exchange_or_credit'
  return terms.outcomes.some((outcome) => isForGift(outcome, { canCredit }))
}

const free = { percent: 0, amounts: {} } as const

/**
 * A line's decision as it holds for a gift. The right to withdraw is the buyer's: what follows from it (consent, deadlines,
 * the first delivery) does not count here; what the law did to the terms stays. Nobody could be asked for the fees of an
 * exchange: the buyer is not told of it, and Shopify's invoice would show the recipient the order.
 */
export function decisionForGift(decision: LineDecision, outcome: Outcome): LineDecision {
  const { terms } = decision
  if (outcome !== 'exchange') return { ...decision, law: null }
  return {
    ...decision,
    law: null,
    terms: {
      ...terms,
      restockingFee: { ...terms.restockingFee, ...free },
      handlingFee: { ...terms.handlingFee, ...free },
      returnShippingFee: { ...terms.returnShippingFee, ...free },
    },
  }
}

/** Goods for goods, and no money either way. */
export function isEven(quote: Pick<Quote, 'refund' | 'owed'>): boolean {
  return isZero(quote.refund) && isZero(quote.owed)
}

/**
 * A receipt as it holds for a gift's credit: what Shopify would give back for the goods, less what it would give back besides
 * (something that it still owes the buyer for other goods is not the recipient's), to no payment, and without a bonus. Flat
 * fees count once: `isLater` where other units of the return were credited before.
 */
export function quoteForGift(quote: Quote, { isLater = false }: { readonly isLater?: boolean } = {}): Quote {
  const nothing = zero(quote.currency)
  const extra = isPositive(quote.adjustment) ? quote.adjustment : nothing
  const fees = isLater ? quote.returnShippingFee : nothing
  const worth = sub(add(quote.refund, fees), extra)
  const refund = compare(worth, nothing) < 0 ? nothing : worth
  return {
    ...quote,
    ...(isLater ? { returnShippingFee: nothing, fees: [] } : {}),
    adjustment: sub(quote.adjustment, extra),
    refund,
    bonus: nothing,
    total: refund,
    tenders: [],
    inShopCurrency: null,
  }
}
