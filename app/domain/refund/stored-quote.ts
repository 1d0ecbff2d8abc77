import { z } from 'zod'
import { isPositive, Money, zero } from '../money.ts'
import { Outcome } from '../policy/terms/outcomes.ts'
import { ExchangeLine, FlatFee, type Quote, ShopReceipt, TenderShare, UnitReceipt } from './quote.ts'
import { unitsOf } from './quote-units.ts'

const StoredLine = z.object({
  lineId: z.string(),
  title: z.string(),
  quantity: z.int(),
  outcome: Outcome.optional(),
  price: Money.optional(),
  discount: Money.optional(),
  subtotal: Money,
  tax: Money,
  restockingFee: Money,
  units: z.array(UnitReceipt).optional(),
})

/** A receipt as it is stored. One from before units, tenders and duties were kept is completed: it says what it said then. */
export const StoredQuote = z
  .object({
    outcome: Outcome,
    currency: z.string(),
    taxesIncluded: z.boolean(),
    lines: z.array(StoredLine),
    shipping: Money,
    duties: Money.optional(),
    returnShippingFee: Money,
    fees: z.array(FlatFee).optional(),
    exchanges: z.array(ExchangeLine).optional(),
    adjustment: Money,
    refund: Money,
    owed: Money.optional(),
    bonus: Money,
    total: Money,
    tenders: z.array(TenderShare).optional(),
    inShopCurrency: ShopReceipt.nullish(),
  })
  .transform((stored): Quote => {
    const nothing = zero(stored.currency)
    return {
      ...stored,
      lines: stored.lines.map((line) => {
        const whole = {
          ...line,
          outcome: line.outcome ?? stored.outcome,
          price: line.price ?? line.subtotal,
          discount: line.discount ?? nothing,
        }
        return { ...whole, units: line.units ?? unitsOf(whole, stored.taxesIncluded) }
      }),
      duties: stored.duties ?? nothing,
      fees:
        stored.fees ??
        (isPositive(stored.returnShippingFee)
          ? [{ key: 'return_shipping', amount: stored.returnShippingFee }]
          : []),
      exchanges: stored.exchanges ?? [],
      owed: stored.owed ?? nothing,
      tenders: stored.tenders ?? [],
      inShopCurrency: stored.inShopCurrency ?? null,
    }
  })
