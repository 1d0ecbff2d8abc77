import { z } from 'zod'
import { isPositive, type Money, sum, toDecimal } from '../money.ts'
import type { CompiledPolicy } from './compile.ts'
import { type ProductFacts, statedTerms, type StatedTerms, usualCase } from './known-terms.ts'
import type { Fault } from './reasons.ts'
import { flatAmount, isCharged } from './terms/fee.ts'
import type { Terms } from './terms/index.ts'
import { payerFor } from './terms/return-shipping-payer.ts'

const schema = (name: string) => `https://schema.org/${name}`
const of = (names: readonly string[]) =>
  z.string().refine((value) => names.some((name) => value === schema(name)))
const ReturnFees = of(['FreeReturn', 'ReturnFeesCustomerResponsibility', 'ReturnShippingFees'])
const MonetaryAmount = z.strictObject({
  '@type': z.literal('MonetaryAmount'),
  value: z.string().regex(/^\d+(\.\d+)?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
})

/**
 * schema.org's `MerchantReturnPolicy` as far as we say it, with the rules that search engines check: a finite window has its
 * days, a fee of that kind has its amount, and a policy that cannot be said in these words is a link.
 */
export const MerchantReturnPolicy = z
  .strictObject({
    '@context': z.literal('https://schema.org'),
    '@type': z.literal('MerchantReturnPolicy'),
    applicableCountry: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .min(1)
      .max(50),
    returnPolicyCountry: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    returnPolicyCategory: of([
      'MerchantReturnFiniteReturnWindow',
      'MerchantReturnUnlimitedWindow',
      'MerchantReturnNotPermitted',
    ]).optional(),
    merchantReturnDays: z.int().min(0).max(3650).optional(),
    merchantReturnLink: z.url().optional(),
    returnMethod: z
      .array(of(['ReturnByMail', 'ReturnAtKiosk', 'ReturnInStore']))
      .min(1)
      .optional(),
    returnLabelSource: of(['ReturnLabelCustomerResponsibility', 'ReturnLabelDownloadAndPrint']).optional(),
    customerRemorseReturnFees: ReturnFees.optional(),
    customerRemorseReturnShippingFeesAmount: MonetaryAmount.optional(),
    itemDefectReturnFees: ReturnFees.optional(),
    itemDefectReturnShippingFeesAmount: MonetaryAmount.optional(),
    refundType: z
      .array(of(['FullRefund', 'StoreCreditRefund', 'ExchangeRefund']))
      .min(1)
      .optional(),
    restockingFee: z.union([z.number().min(0).max(100), MonetaryAmount]).optional(),
  })
  .refine((it) => it.returnPolicyCategory !== undefined || it.merchantReturnLink !== undefined)
  .refine(
    (it) =>
      (it.merchantReturnDays !== undefined) ===
      (it.returnPolicyCategory?.endsWith('FiniteReturnWindow') ?? false),
  )
  .refine((it) => hasAmount(it.customerRemorseReturnFees, it.customerRemorseReturnShippingFeesAmount))
  .refine((it) => hasAmount(it.itemDefectReturnFees, it.itemDefectReturnShippingFeesAmount))
export type MerchantReturnPolicy = z.infer<typeof MerchantReturnPolicy>

function hasAmount(fees: string | undefined, amount: unknown): boolean {
  return (fees === 'https://schema.org/ReturnShippingFees') === (amount !== undefined)
}

/** Search engines take at most so many countries in one entry. */
const mostCountries = 50

/**
 * The return policy of a shop, or of one product, as schema.org data: one entry for the countries that share the same terms,
 * after the law of each. It never says more than the engine keeps: days are said only where they count from an arrival (that
 * is how the word is defined), else the entry is a link; without a link such countries are left out.
 */
export function merchantReturnPolicies(
  policy: CompiledPolicy,
  at: {
    /** ISO 3166-1 alpha-2. */
    readonly countries: readonly string[]
    readonly currency: string
    /** ISO day for which it is written. */
    readonly day: string
    /** Address of the policy page. */
    readonly link?: string
    /** Where goods go back to. */
    readonly returnCountry?: string
    readonly product?: ProductFacts
  },
): readonly MerchantReturnPolicy[] {
  const { currency, day, product } = at
  const byTerms = new Map<string, { said: Said; countries: string[] }>()
  for (const country of new Set(at.countries)) {
    const stated = statedTerms(
      policy,
      usualCase(policy, { country, currency, day, ...(product ? { product } : {}) }),
    )
    const said = sayTerms(stated, currency)
    if (said === null && at.link === undefined) continue
    const key = JSON.stringify(said)
    const group = byTerms.get(key)
    if (group === undefined) byTerms.set(key, { said: said ?? {}, countries: [country] })
    else group.countries.push(country)
  }
  return [...byTerms.values()].flatMap(({ said, countries }) =>
    inChunks(countries).map((applicableCountry) => ({
      '@context': 'https://schema.org' as const,
      '@type': 'MerchantReturnPolicy' as const,
      applicableCountry,
      ...(at.returnCountry === undefined ? {} : { returnPolicyCountry: at.returnCountry }),
      ...said,
      ...(at.link === undefined ? {} : { merchantReturnLink: at.link }),
    })),
  )
}

type Said = Omit<MerchantReturnPolicy, '@context' | '@type' | 'applicableCountry'>

/** What can be said of stated terms; null where schema.org has no words for them. */
function sayTerms({ window, terms }: StatedTerms, currency: string): Said | null {
  if (window === null) return { returnPolicyCategory: schema('MerchantReturnNotPermitted') }
  if (window.days !== null && window.from !== 'delivery' && window.from !== 'lastDelivery') return null
  return {
    ...(window.days === null
      ? { returnPolicyCategory: schema('MerchantReturnUnlimitedWindow') }
      : {
          returnPolicyCategory: schema('MerchantReturnFiniteReturnWindow'),
          merchantReturnDays: window.days,
        }),
    returnMethod: [...new Set(terms.returnMethods.map((method) => schema(methods[method])))],
    ...labelSource(terms),
    ...feesOf(terms, currency, 'buyer'),
    ...feesOf(terms, currency, 'merchant'),
    refundType: terms.outcomes.map((outcome) => schema(refunds[outcome])),
    ...restockingOf(terms, currency),
  }
}

const methods = {
  own_parcel: 'ReturnByMail',
  prepaid_label: 'ReturnByMail',
  drop_off: 'ReturnAtKiosk',
  in_store: 'ReturnInStore',
} as const satisfies Readonly<Record<Terms['returnMethods'][number], string>>

const refunds = {
  refund: 'FullRefund',
  store_credit: 'StoreCreditRefund',
  exchange: 'ExchangeRefund',
} as const satisfies Readonly<Record<Terms['outcomes'][number], string>>

function labelSource({ returnMethods }: Terms): Pick<Said, 'returnLabelSource'> {
  if (returnMethods.includes('prepaid_label'))
    return { returnLabelSource: schema('ReturnLabelDownloadAndPrint') }
  if (returnMethods.includes('own_parcel'))
    return { returnLabelSource: schema('ReturnLabelCustomerResponsibility') }
  return {}
}

/** What one unit costs to send back in one request, by whose fault it is: a change of mind, or a defect. */
function feesOf(terms: Terms, currency: string, fault: Extract<Fault, 'buyer' | 'merchant'>): Partial<Said> {
  const payer = payerFor(terms.returnShippingPayer, fault)
  const asked = { outcome: terms.outcomes[0] ?? 'refund', fault }
  const charged = [terms.handlingFee, ...(payer === 'buyer' ? [terms.returnShippingFee] : [])].flatMap(
    (fee) => (isCharged(fee, asked) ? (flatAmount(fee.amounts, currency) ?? []) : []),
  )
  const total = sum(charged, currency)
  const [fees, amount] = fault === 'buyer' ? remorse : defect
  if (isPositive(total)) return { [fees]: schema('ReturnShippingFees'), [amount]: monetary(total) }
  return { [fees]: schema(payer === 'merchant' ? 'FreeReturn' : 'ReturnFeesCustomerResponsibility') }
}

const remorse = ['customerRemorseReturnFees', 'customerRemorseReturnShippingFeesAmount'] as const
const defect = ['itemDefectReturnFees', 'itemDefectReturnShippingFeesAmount'] as const

/** The restocking fee after a change of mind. A percentage and an amount together have no word: then nothing is said. */
function restockingOf({ restockingFee, outcomes }: Terms, currency: string): Pick<Said, 'restockingFee'> {
  if (!isCharged(restockingFee, { outcome: outcomes[0] ?? 'refund', fault: 'buyer' })) return {}
  const flat = flatAmount(restockingFee.amounts, currency)
  if (flat !== null && restockingFee.percent > 0) return {}
  if (flat !== null) return { restockingFee: monetary(flat) }
  return restockingFee.percent > 0 ? { restockingFee: restockingFee.percent } : {}
}

function monetary(amount: Money) {
  return { '@type': 'MonetaryAmount' as const, value: toDecimal(amount), currency: amount.currency }
}

function inChunks(countries: readonly string[]): string[][] {
  const chunks: string[][] = []
  for (let at = 0; at < countries.length; at += mostCountries)
    chunks.push(countries.slice(at, at + mostCountries))
  return chunks
}
