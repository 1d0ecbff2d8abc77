import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { countOf, own } from '../resolvers/fields.ts'
import type { GiftCard, GiftCardTransaction } from '../state.ts'
import { recordMovement } from './ledger.ts'
import { formatForMessage, parseAmount } from './minor-units.ts'
import { moneyV2 } from './money-bag.ts'

type MoneyInput = { amount: string; currencyCode: string }
type Recipient = { id: string; message?: string | null; preferredName?: string | null }
type CreateInput = {
  code?: string | null
  crossCurrencyRedemptionStrategy?: string | null
  customerId?: string | null
  expiresOn?: string | null
  initialAmount?: MoneyInput | null
  initialValue?: string | null
  note?: string | null
  recipientAttributes?: Recipient | null
}

const error = (field: string[], message: string, code: string | null): UserErrorValue => ({
  field,
  message,
  code,
})
const SHORTEST_CODE = 8
const LONGEST_CODE = 20
const CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Checks of `giftCardCreate`; messages recorded with `initialValue`, the field name for `initialAmount` inferred. */
function createProblems(context: Context, input: CreateInput): UserErrorValue[] {
  const problems: UserErrorValue[] = []
  const usesAmount = input.initialAmount !== null && input.initialAmount !== undefined
  const field = ['input', usesAmount ? 'initialAmount' : 'initialValue']
  const currency = input.initialAmount?.currencyCode ?? context.shop.currency
  const amount = parseAmount(input.initialAmount?.amount ?? input.initialValue ?? '', currency)
  if (amount === undefined && !usesAmount)
    problems.push(error(['input', 'initialAmount'], "can't be blank", 'MISSING_ARGUMENT'))
  else if (amount === undefined || amount <= 0)
    problems.push(error(field, 'must be greater than 0', 'GREATER_THAN'))
  else if (currency === context.shop.currency && amount > context.shop.giftCardIssueLimit) {
    const limit = formatForMessage(context.shop.giftCardIssueLimit, currency)
    problems.push(
      error(
        field,
        `can't exceed ${limit.endsWith(currency) ? limit : `${limit} ${currency}`}`,
        'GIFT_CARD_LIMIT_EXCEEDED',
      ),
    )
  }
  problems.push(...codeProblems(context, input.code ?? null))
  if (input.customerId && !context.get('customers', input.customerId)) {
    problems.push(error(['input', 'customerId'], 'The customer could not be found.', 'CUSTOMER_NOT_FOUND'))
  }
  const recipient = input.recipientAttributes
  if (recipient && !context.get('customers', recipient.id)) {
    problems.push(
      error(
        ['input', 'recipientAttributes', 'id'],
        'The recipient could not be found.',
        'RECIPIENT_NOT_FOUND',
      ),
    )
  }
  return problems
}

function codeProblems(context: Context, code: string | null): UserErrorValue[] {
  if (code === null) return []
  const field = ['input', 'code']
  if (code.length < SHORTEST_CODE)
    return [error(field, 'Code must be at least 8 characters long', 'TOO_SHORT')]
  if (code.length > LONGEST_CODE) return [error(field, 'Code must be at most 20 characters long', 'TOO_LONG')]
  if (!/^[a-z0-9]+$/i.test(code))
    return [error(field, 'Code can only contain letters(a-z) and numbers(0-9)', 'INVALID')]
  const taken = cards(context).some((card) => card.code === code.toLowerCase())
  return taken ? [error(field, 'Code has already been taken', null)] : []
}

const cards = (context: Context): GiftCard[] =>
  Object.values(context.state.tables.giftCards).filter((card) => card.shop === context.shop.domain)

function newCode(context: Context): string {
  return Array.from(
    { length: 16 },
    () => CODE_LETTERS[Math.floor(context.random() * CODE_LETTERS.length)] ?? 'a',
  ).join('')
}

function giftCardCreate(_: unknown, { input }: { input: CreateInput }, context: Context) {
  const problems = createProblems(context, input)
  if (problems.length > 0) return { giftCard: null, giftCardCode: null, userErrors: problems }
  const currency = input.initialAmount?.currencyCode ?? context.shop.currency
  const amount = parseAmount(input.initialAmount?.amount ?? input.initialValue ?? '0', currency) ?? 0
  const id = context.nextId('GiftCard')
  const card: GiftCard = {
    id,
    shop: context.shop.domain,
    code: input.code?.toLowerCase() ?? newCode(context),
    initial: { amount, currency },
    balance: amount,
    createdAt: context.now,
    updatedAt: context.now,
    expiresOn: input.expiresOn ?? null,
    deactivatedAt: null,
    customerId: input.customerId ?? null,
    recipientId: input.recipientAttributes?.id ?? null,
    recipientMessage: input.recipientAttributes?.message ?? null,
    recipientPreferredName: input.recipientAttributes?.preferredName ?? null,
    note: input.note ?? null,
    orderId: null,
    crossCurrencyRedemptionStrategy: input.crossCurrencyRedemptionStrategy ?? 'NONE',
    transactions: [],
  }
  context.insert('giftCards', id, card)
  record(context, card, id, amount, 'gift_card')
  // The whole code is answered this once; the node shows its last characters only.
  return { giftCard: card, giftCardCode: card.code, userErrors: [] }
}

function record(
  context: Context,
  card: GiftCard,
  transactionId: string,
  amount: number,
  kind: 'gift_card' | 'debit',
): void {
  recordMovement(context, {
    orderId: card.orderId,
    returnId: null,
    refundId: null,
    transactionId,
    kind,
    gateway: 'gift_card',
    amount: { amount, currency: card.initial.currency },
    status: 'SUCCESS',
    note: card.id,
  })
}

type UpdateArgs = {
  id: string
  input: Pick<CreateInput, 'customerId' | 'expiresOn' | 'note' | 'crossCurrencyRedemptionStrategy'>
}

function giftCardUpdate(_: unknown, { id, input }: UpdateArgs, context: Context) {
  const known = context.get('giftCards', id)
  if (!known)
    return { giftCard: null, userErrors: [error(['id'], 'The gift card could not be found.', null)] }
  if (input.customerId && known.customerId !== null && known.customerId !== input.customerId) {
    return {
      giftCard: null,
      userErrors: [error(['input', 'customerId'], 'The customer can’t be changed.', null)],
    }
  }
  const card = context.edit('giftCards', id)
  if (input.customerId) card.customerId = input.customerId
  if (input.expiresOn !== undefined) card.expiresOn = input.expiresOn
  if (input.note !== undefined) card.note = input.note
  if (input.crossCurrencyRedemptionStrategy)
    card.crossCurrencyRedemptionStrategy = input.crossCurrencyRedemptionStrategy
  card.updatedAt = context.now
  return { giftCard: card, userErrors: [] }
}

function giftCardDeactivate(_: unknown, { id }: { id: string }, context: Context) {
  if (!context.get('giftCards', id)) {
    return {
      giftCard: null,
      userErrors: [error(['id'], 'The gift card could not be found.', 'GIFT_CARD_NOT_FOUND')],
    }
  }
  const card = context.edit('giftCards', id)
  card.deactivatedAt ??= context.now
  card.updatedAt = context.now
  return { giftCard: card, userErrors: [] }
}

type Side = 'Credit' | 'Debit'
type MoveInput = {
  creditAmount?: MoneyInput
  debitAmount?: MoneyInput
  note?: string | null
  processedAt?: string | null
}

function move(side: Side, id: string, input: MoveInput, context: Context) {
  const key = `giftCard${side}Transaction`
  const root = side === 'Credit' ? 'creditInput' : 'debitInput'
  const name = side === 'Credit' ? 'creditAmount' : 'debitAmount'
  const refuse = (field: string[], message: string, code: string) => ({
    [key]: null,
    userErrors: [error(field, message, code)],
  })
  const known = context.get('giftCards', id)
  const money = input[name]
  if (!known || !money) return refuse(['id'], 'The gift card could not be found.', 'GIFT_CARD_NOT_FOUND')
  if (known.deactivatedAt !== null) return refuse(['id'], 'The gift card is deactivated.', 'INVALID')
  if (money.currencyCode !== known.initial.currency) {
    return refuse(
      [root, name, 'currencyCode'],
      'The currency provided does not match the currency of the gift card.',
      'MISMATCHING_CURRENCY',
    )
  }
  const amount = parseAmount(money.amount, money.currencyCode) ?? 0
  if (amount <= 0)
    return refuse([root, name, 'amount'], 'A positive amount must be used.', 'NEGATIVE_OR_ZERO_AMOUNT')
  if (side === 'Debit' && amount > known.balance) {
    return refuse(
      [root, name, 'amount'],
      'The gift card does not have sufficient funds to satisfy the request.',
      'INSUFFICIENT_FUNDS',
    )
  }
  if (
    side === 'Credit' &&
    known.balance + amount > context.shop.giftCardIssueLimit &&
    known.initial.currency === context.shop.currency
  ) {
    return refuse(
      [root, name, 'amount'],
      "The gift card's value exceeds the allowed limits.",
      'GIFT_CARD_LIMIT_EXCEEDED',
    )
  }
  const card = context.edit('giftCards', id)
  const signed = side === 'Credit' ? amount : -amount
  card.balance += signed
  card.updatedAt = context.now
  const entry: GiftCardTransaction = {
    id: context.nextId(`GiftCard${side}Transaction`),
    amount: signed,
    processedAt: input.processedAt ?? context.now,
    note: input.note ?? null,
    orderTransactionId: null,
  }
  card.transactions.push(entry)
  record(context, card, entry.id, amount, side === 'Credit' ? 'gift_card' : 'debit')
  return { [key]: transactionValue(card, entry), userErrors: [] }
}

const transactionValue = (card: GiftCard, entry: GiftCardTransaction) => ({
  __typename: entry.amount < 0 ? 'GiftCardDebitTransaction' : 'GiftCardCreditTransaction',
  id: entry.id,
  amount: moneyV2({ amount: entry.amount, currency: card.initial.currency }),
  giftCard: card,
  note: entry.note,
  processedAt: entry.processedAt,
})

function notify(to: 'customerId' | 'recipientId') {
  return (_: unknown, { id }: { id: string }, context: Context) => {
    const card = context.get('giftCards', id)
    if (!card)
      return {
        giftCard: null,
        userErrors: [error(['id'], 'The gift card could not be found.', 'GIFT_CARD_NOT_FOUND')],
      }
    const personId = card[to]
    const email = personId === null ? null : (context.get('customers', personId)?.email ?? null)
    if (email === null) {
      const message =
        to === 'customerId' ? 'The customer could not be found.' : 'The recipient could not be found.'
      return {
        giftCard: null,
        userErrors: [
          error(['id'], message, to === 'customerId' ? 'CUSTOMER_NOT_FOUND' : 'RECIPIENT_NOT_FOUND'),
        ],
      }
    }
    context.append('notifications', {
      at: context.now,
      shop: card.shop,
      to: email,
      template: 'gift_card_notification',
      subject: 'Your gift card',
      orderId: null,
      returnId: null,
    })
    return { giftCard: card, userErrors: [] }
  }
}

const isExpired = (card: GiftCard, now: string) =>
  card.expiresOn !== null && card.expiresOn < now.slice(0, 10)
const last4 = (card: GiftCard) => card.code.slice(-4)

/** Search by code, last characters or customer id; other filters match nothing they do not know. */
function findCards(context: Context, query: string | null | undefined): GiftCard[] {
  const wanted = (query ?? '').trim().toLowerCase()
  if (wanted === '') return cards(context)
  return cards(context).filter(
    (card) =>
      card.code === wanted || last4(card) === wanted || wanted === `id:${card.id.split('/').at(-1) ?? ''}` ||
      (card.customerId !== null && wanted === `customer_id:${card.customerId.split('/').at(-1) ?? ''}`) ||
      (wanted === 'status:enabled' && card.deactivatedAt === null) || (wanted === 'status:disabled' && card.deactivatedAt !== null),
  ) // prettier-ignore
}

type ListArgs = ConnectionArgs & { query?: string | null }

export const giftCardFields: ResolverModule = {
  GiftCard: {
    ...own<GiftCard>(
      'id',
      'createdAt',
      'updatedAt',
      'expiresOn',
      'deactivatedAt',
      'note',
      'crossCurrencyRedemptionStrategy',
    ),
    balance: (card: GiftCard) => moneyV2({ amount: card.balance, currency: card.initial.currency }),
    initialValue: (card: GiftCard) => moneyV2(card.initial),
    enabled: (card: GiftCard) => card.deactivatedAt === null,
    isRedeemable: (card: GiftCard, _: unknown, context) =>
      card.deactivatedAt === null && card.balance > 0 && !isExpired(card, context.now),
    customer: (card: GiftCard, _: unknown, context) =>
      card.customerId === null ? null : (context.get('customers', card.customerId) ?? null),
    lastCharacters: last4,
    maskedCode: (card: GiftCard) => `•••• •••• •••• ${last4(card)}`,
    lineItem: () => null,
    order: (card: GiftCard, _: unknown, context) =>
      card.orderId === null ? null : (context.get('orders', card.orderId) ?? null),
    recipientAttributes: (card: GiftCard, _: unknown, context) => {
      const recipient = card.recipientId === null ? undefined : context.get('customers', card.recipientId)
      return recipient
        ? {
            recipient,
            message: card.recipientMessage,
            preferredName: card.recipientPreferredName,
            sendNotificationAt: null,
          }
        : null
    },
    templateSuffix: () => null,
    transactions: (card: GiftCard, args: ConnectionArgs) =>
      connect(card.transactions, args, (one) => transactionValue(card, one)),
  },
  QueryRoot: {
    giftCard: (_: unknown, args: { id: string }, context) => context.get('giftCards', args.id) ?? null,
    giftCards: (_: unknown, args: ListArgs, context) => connect(findCards(context, args.query), args),
    giftCardsCount: (_: unknown, args: { query?: string | null; limit?: number | null }, context) =>
      countOf(findCards(context, args.query).length, args.limit ?? undefined),
    giftCardConfiguration: (_: unknown, __: unknown, context) => {
      const issueLimit = moneyV2({ amount: context.shop.giftCardIssueLimit, currency: context.shop.currency })
      return { expirationConfiguration: null, issueLimit, purchaseLimit: issueLimit }
    },
  },
  Mutation: {
    giftCardCreate,
    giftCardUpdate,
    giftCardDeactivate,
    giftCardCredit: (_: unknown, args: { id: string; creditInput: MoveInput }, context) =>
      move('Credit', args.id, args.creditInput, context),
    giftCardDebit: (_: unknown, args: { id: string; debitInput: MoveInput }, context) =>
      move('Debit', args.id, args.debitInput, context),
    giftCardSendNotificationToCustomer: notify('customerId'),
    giftCardSendNotificationToRecipient: notify('recipientId'),
  },
}
