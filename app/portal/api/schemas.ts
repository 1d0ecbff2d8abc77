import { z } from 'zod'
import { CaseKind, longestCaseText } from '#app/domain/case.ts'
import { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import { returnStatuses } from '#app/domain/return.ts'

/*
 * What the headless API takes and answers, version 2026-10. The OpenAPI document is made from these schemas, requests are read
 * by them and answers are checked against them in the tests. A version that is out is only ever added to.
 */

export const apiVersion = '2026-10'

const Token = z.string().min(1).max(2000)
const Amount = z.strictObject({
  amount: z.string().describe('Decimal, exact: `12.34`, `1200` for currencies without decimals.'),
  currencyCode: z.string(),
})
const Id = z.string().min(1).max(200)
const Locale = z
  .string()
  .max(20)
  .describe('Language of sentences and messages, for example `de`. The shop’s own where it is absent.')
  .optional()

export const FindOrder = z.strictObject({
  orderNumber: z.string().max(200),
  proof: z.string().max(400).describe('E-mail address, delivery postcode or phone number of the order.'),
  locale: Locale,
})
export const OpenedOrder = z.strictObject({
  kind: z.literal('order'),
  orderToken: Token.describe('Opens the order for two hours; its holder may make one return of it.'),
})
const AskedCode = z.strictObject({
  kind: z.literal('code'),
  codeToken: Token.describe('Names the lookup that waits for a mailed code of six digits.'),
})
export const FoundOrder = z.discriminatedUnion('kind', [OpenedOrder, AskedCode])

export const VerifyCode = z.strictObject({ codeToken: Token, code: z.string().max(40) })
export const ResendCode = z.strictObject({ codeToken: Token })
export const SentCode = z.strictObject({ sent: z.boolean() })

export const ListOrders = z.strictObject({ customerToken: Token.optional(), locale: Locale })
export const CustomerOrders = z.strictObject({
  orders: z.array(
    z.strictObject({
      orderToken: Token,
      name: z.string(),
      placedAt: z.iso.datetime(),
      total: Amount,
      titles: z.array(z.string()),
    }),
  ),
})

export const ReadOrder = z.strictObject({ orderToken: Token, locale: Locale })
const ReadLine = z.strictObject({
  id: Id,
  title: z.string(),
  variantTitle: z.string().nullable(),
  imageUrl: z.string().nullable(),
  quantity: z.int(),
  returnableQuantity: z.int(),
  unitPrice: Amount,
  verdict: z.enum(['approve', 'review', 'deny']),
  returnUntil: z.iso.date().nullable().describe('Last day, inclusive, by the shop’s calendar.'),
  outcomes: z.array(Outcome),
  reasons: z.array(z.string()).describe('Why it is so, in sentences for the shopper.'),
})
export const OrderToReturn = z.strictObject({
  name: z.string(),
  placedAt: z.iso.datetime(),
  lines: z.array(ReadLine),
  reasons: z.array(z.strictObject({ id: z.string(), name: z.string() })),
})

const RequestedLine = z.strictObject({
  lineId: Id,
  quantity: z.int().min(1).max(10_000),
  reason: z.string().max(200),
  note: z.string().max(1_000).default(''),
  answers: z.record(z.string().max(64), z.string().max(64)).optional(),
  photos: z.array(z.uuid()).max(10).optional(),
  exchangeFor: Id.optional().describe('Variant that is wanted for it.'),
  outcome: Outcome.optional().describe('Where this line is paid otherwise than the request.'),
})
const Lines = z.array(RequestedLine).min(1).max(100)

export const QuoteReturn = z.strictObject({
  orderToken: Token,
  lines: Lines,
  fallback: ExchangeFallback.optional(),
  locale: Locale,
})
const Receipt = z.strictObject({
  outcome: Outcome,
  lines: z.array(
    z.strictObject({
      lineId: Id,
      quantity: z.int(),
      price: Amount,
      discount: Amount,
      tax: Amount,
      restockingFee: Amount,
      subtotal: Amount,
    }),
  ),
  shipping: Amount,
  fees: z.array(z.strictObject({ key: z.string(), amount: Amount })),
  refund: Amount,
  owed: Amount,
  bonus: Amount,
  total: Amount,
})
const Place = z.strictObject({
  name: z.string(),
  address: z.array(z.string()).describe('The whole address, line by line.'),
})
const OfferedVariant = z.strictObject({
  id: Id,
  title: z.string(),
  difference: Amount.describe('Positive: the buyer pays more; negative: the buyer gets it back.'),
})
export const QuotedReturn = z.strictObject({
  receipts: z.array(Receipt).describe('One per outcome; the original payment first.'),
  outcomes: z.array(Outcome),
  returnMethods: z
    .array(ReturnMethod)
    .describe('Ways back to choose from; none where nothing has to come back.'),
  sendTo: z
    .array(z.strictObject({ ...Place.shape, lineIds: z.array(Id) }))
    .describe('Where which lines go back to; a line without a place gets its address with the approval.'),
  keptLineIds: z.array(Id).describe('Lines that need not come back.'),
  exchange: z
    .strictObject({
      seen: z.string().nullable().describe('Send it along with the return: it says what was shown.'),
      fallbacks: z.array(ExchangeFallback),
      sentTo: z
        .array(z.string())
        .describe('Where the goods are sent, line by line: the address of the order.'),
      lines: z.array(z.strictObject({ lineId: Id, variants: z.array(OfferedVariant) })),
    })
    .nullable(),
  needs: z.array(
    z.strictObject({
      lineId: Id,
      photos: z.int(),
      questions: z.array(
        z.strictObject({
          id: z.string(),
          text: z.string(),
          answers: z.array(z.strictObject({ id: z.string(), text: z.string() })),
        }),
      ),
    }),
  ),
})

export const MakeReturn = z.strictObject({
  orderToken: Token.describe('The same token always answers with the same return, however often it is sent.'),
  lines: Lines,
  outcome: Outcome,
  fallback: ExchangeFallback.optional(),
  returnMethod: ReturnMethod.optional().describe('One of the quote’s; its first where it is absent.'),
  seen: z.string().max(20_000).optional().describe('With an exchange: the `seen` of the quote.'),
  locale: Locale,
})
export const MadeReturn = z.strictObject({
  name: z.string().nullable().describe('Shopify’s name, null while Shopify has not been reached.'),
  status: z.enum(returnStatuses),
  statusToken: Token,
})

const Case = z.strictObject({
  name: z.string().describe('Its number, as people call it: `C1001`.'),
  kind: CaseKind,
  state: z.enum(['received', 'with_staff', 'answered', 'closed']),
  createdAt: z.iso.datetime(),
  goods: z.array(z.string()),
  messages: z.array(
    z.strictObject({ from: z.enum(['shopper', 'shop']), at: z.iso.datetime(), text: z.string() }),
  ),
  mayReply: z.boolean(),
})
export const ReadCase = z.strictObject({ caseToken: Token, locale: Locale })
export const ShownCase = Case
const Key = z.uuid().describe('Made by the caller: sent again with the same key it is the same.')
const CaseText = z.string().min(1).max(longestCaseText)
export const OpenCase = z.strictObject({
  token: Token.describe('An `orderToken`, or the `statusToken` of a return.'),
  kind: z
    .enum(['complaint', 'exception', 'contest'])
    .describe('`exception`: what the policy refuses; `contest`: an inspection, with a `statusToken`.'),
  text: CaseText,
  lineIds: z
    .array(Id)
    .max(100)
    .default([])
    .describe('Lines of the order that it is about; only with an `orderToken`.'),
  reason: z
    .string()
    .max(200)
    .optional()
    .describe('Of an exception: what a refused line was wanted back for.'),
  email: z.email().max(254).optional().describe('Where the answer goes if the order has no address.'),
  key: Key,
  locale: Locale,
})
export const OpenedCase = z.strictObject({
  name: z.string(),
  caseToken: Token.describe('Opens the case for 180 days.'),
  isAcknowledged: z.boolean().describe('An acknowledgement goes to the e-mail address of the order.'),
})
export const ReplyToCase = z.strictObject({ caseToken: Token, text: CaseText, key: Key, locale: Locale })
export const Replied = z.strictObject({ state: z.literal('with_staff') })

const declared = {
  name: z.string().min(1).max(200),
  order: z.string().min(1).max(100).describe('What identifies the contract, as the consumer calls it.'),
  email: z.email().max(254).describe('Where the acknowledgement goes.'),
  goods: z
    .array(z.string().min(1).max(200))
    .max(50)
    .default([])
    .describe('What it is about; nothing: everything.'),
}
export const PrepareWithdrawal = z.strictObject({ ...declared, locale: Locale })
export const PreparedWithdrawal = z.strictObject({
  confirmToken: Token.describe('Confirms exactly this content, within a day, once.'),
  labels: z
    .strictObject({ first: z.string(), confirm: z.string() })
    .describe('How the two buttons must be called, where a country’s law says so.'),
})
export const DeclareWithdrawal = z.strictObject({ ...declared, confirmToken: Token, locale: Locale })
export const DeclaredWithdrawal = z.strictObject({
  name: z.string().describe('Its number: `C1001`.'),
  declaredAt: z.iso.datetime(),
  caseToken: Token,
})

export const ReadStatus = z.strictObject({ statusToken: Token, locale: Locale })
export const ReturnStatus = z.strictObject({
  name: z.string().nullable(),
  orderName: z.string(),
  status: z.enum(returnStatuses),
  outcome: Outcome,
  requestedAt: z.iso.datetime(),
  nextStep: z.enum(['wait_for_review', 'send_items', 'wait_for_check', 'wait_for_money', 'none']),
  lines: z.array(
    z.strictObject({
      title: z.string(),
      variantTitle: z.string().nullable(),
      quantity: z.int(),
      receivedQuantity: z.int(),
      isKept: z.boolean().describe('It need not come back.'),
      reason: z.string(),
      note: z.string(),
    }),
  ),
  promised: Receipt.nullable(),
  money: z.array(
    z.strictObject({
      purpose: z.string(),
      method: z.string(),
      state: z.string(),
      amount: Amount,
      at: z.iso.datetime(),
    }),
  ),
  events: z.array(z.strictObject({ at: z.iso.datetime(), kind: z.string(), sentence: z.string() })),
  due: z
    .strictObject({ day: z.iso.date(), by: z.enum(['shop', 'law']) })
    .nullable()
    .describe('By when the next step is done, where something says so.'),
  returnMethod: ReturnMethod.nullable(),
  sendTo: z.array(Place).describe('Where the goods go, while they are waited for.'),
  tracking: z.strictObject({ carrier: z.string(), code: z.string() }).nullable(),
  cases: z.array(Case).describe('Complaints, requests, contested inspections and questions of the shop.'),
})

export const errorCodes = [
  'malformed_request',
  'not_from_shop',
  'origin_not_allowed',
  'not_found',
  'method_not_allowed',
  'token_invalid',
  'token_expired',
  'code_wrong',
  'code_spent',
  'invalid_lines',
  'outcome_not_offered',
  'exchange_not_possible',
  'method_not_offered',
  'exchange_not_seen',
  'evidence_missing',
  'case_closed',
  'nothing_inspected',
  'confirm_again',
  'sent_too_soon',
  'too_many_requests',
  'too_large',
  'shop_unreachable',
] as const
export const ApiError = z.strictObject({
  error: z.strictObject({
    code: z.enum(errorCodes),
    message: z.string(),
    fields: z.array(z.strictObject({ path: z.string(), problem: z.string() })).optional(),
    ways: z
      .array(z.strictObject({ lineId: z.string(), outcomes: z.array(Outcome) }))
      .optional()
      .describe(
        'With `outcome_not_offered`: no outcome is common to the lines; send each with one of its own.',
      ),
    triesLeft: z.int().optional(),
    retryAfterSeconds: z.int().optional(),
  }),
})
export type ErrorCode = (typeof errorCodes)[number]
export type ErrorBody = z.infer<typeof ApiError>['error']
