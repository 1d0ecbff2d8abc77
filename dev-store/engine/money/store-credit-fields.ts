import { GraphQLError } from 'graphql'
import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { parseGid } from '../ids.ts'
import type { Customer, StoreCreditAccount, StoreCreditTransaction } from '../state.ts'
import { recordMovement } from './ledger.ts'
import { parseAmount } from './minor-units.ts'
import { moneyV2 } from './money-bag.ts'
import {
  creditAccount,
  debitAccount,
  findAccount,
  openAccount,
  settled,
  withExpirations,
} from './store-credit.ts'

type MoneyInput = { amount: string; currencyCode: string }
type CreditArgs = {
  id: string
  creditInput: { creditAmount: MoneyInput; expiresAt?: string | null; notify?: boolean | null }
}
type DebitArgs = { id: string; debitInput: { debitAmount: MoneyInput } }
type Payload = { storeCreditAccountTransaction: object | null; userErrors: UserErrorValue[] }

const refused = (field: string[], message: string, code: string): Payload => ({
  storeCreditAccountTransaction: null,
  userErrors: [{ field, message, code }],
})

// Codes of the schema's CurrencyCode enum that are no money of the world.
const NO_MONEY = ['USDC', 'XXX']

function refuseCurrency(currency: string): void {
  if (NO_MONEY.includes(currency))
    throw new GraphQLError('Invalid currency code', { extensions: { code: 'CURRENCY_CODE_INVALID' } })
}

type Target = { ownerId: string; account: StoreCreditAccount | undefined }

/** The account or owner that an id names; wording and codes recorded (store-credit-account-parity). */
function findTarget(context: Context, id: string): Target | Payload {
  const type = parseGid(id)?.type
  if (type === 'StoreCreditAccount') {
    const account = context.get('storeCreditAccounts', id)
    return account
      ? { ownerId: account.ownerId, account }
      : refused(['id'], 'Store credit account does not exist', 'ACCOUNT_NOT_FOUND')
  }
  const isOwner =
    type === 'Customer' ? context.get('customers', id) !== undefined : isCompanyLocation(context, id)
  return isOwner
    ? { ownerId: id, account: undefined }
    : refused(['id'], 'Owner does not exist', 'OWNER_NOT_FOUND')
}

function isCompanyLocation(context: Context, id: string): boolean {
  return context.index.ordersOfShop(context.shop.domain).some((order) => order.companyLocationId === id)
}

/** Checks in Shopify's order: account or owner, expiry, currency, amount, limit (returns-api §4.2). */
function storeCreditAccountCredit(_: unknown, { id, creditInput }: CreditArgs, context: Context): Payload {
  const { creditAmount, expiresAt } = creditInput
  refuseCurrency(creditAmount.currencyCode)
  const target = findTarget(context, id)
  if ('userErrors' in target) return target
  if (expiresAt && Date.parse(expiresAt) <= Date.parse(context.now)) {
    return refused(
      ['creditInput', 'expiresAt'],
      'The expiry date must be in the future',
      'EXPIRES_AT_IN_PAST',
    )
  }
  const currencyField = ['creditInput', 'creditAmount', 'currencyCode']
  if (target.account && target.account.currency !== creditAmount.currencyCode) {
    return refused(currencyField, MISMATCH, 'MISMATCHING_CURRENCY')
  }
  const { shop } = context
  if (
    creditAmount.currencyCode !== shop.currency &&
    !shop.enabledPresentmentCurrencies.includes(creditAmount.currencyCode)
  ) {
    return refused(currencyField, 'The currency provided is not supported', 'UNSUPPORTED_CURRENCY')
  }
  const amountField = ['creditInput', 'creditAmount', 'amount']
  const amount = parseAmount(creditAmount.amount, creditAmount.currencyCode) ?? 0
  if (amount <= 0)
    return refused(
      amountField,
      'A positive amount must be used to credit a store credit account',
      'NEGATIVE_OR_ZERO_AMOUNT',
    )
  const known = target.account ?? findAccount(context, target.ownerId, creditAmount.currencyCode)
  if ((known ? withExpirations(known, context.now).balance : 0) + amount > shop.storeCreditLimit) {
    return refused(
      amountField,
      "The operation would cause the account's credit limit to be exceeded",
      'CREDIT_LIMIT_EXCEEDED',
    )
  }
  const account = known
    ? settled(context, known.id)
    : openAccount(context, target.ownerId, creditAmount.currencyCode)
  const transaction = creditAccount(context, {
    account,
    amount,
    event: 'ADJUSTMENT',
    originTransactionId: null,
    expiresAt: expiresAt ?? null,
  })
  record(context, 'bonus_credit', account, transaction)
  if (creditInput.notify === true) notifyOwner(context, account)
  return { storeCreditAccountTransaction: transactionSource(account, transaction), userErrors: [] }
}

const MISMATCH = 'The currency provided does not match the currency of the store credit account'

function notifyOwner(context: Context, account: StoreCreditAccount): void {
  const email = context.get('customers', account.ownerId)?.email
  if (!email) return
  const subject = 'You received store credit'
  context.append('notifications', {
    at: context.now,
    shop: account.shop,
    to: email,
    template: 'store_credit_issued',
    subject,
    orderId: null,
    returnId: null,
  })
}

function storeCreditAccountDebit(_: unknown, { id, debitInput }: DebitArgs, context: Context): Payload {
  const { debitAmount } = debitInput
  refuseCurrency(debitAmount.currencyCode)
  const target = findTarget(context, id)
  // The debit's error type has no OWNER_NOT_FOUND: without an owner there is no account either.
  if ('userErrors' in target)
    return refused(['id'], 'Store credit account does not exist', 'ACCOUNT_NOT_FOUND')
  const known = target.account ?? findAccount(context, target.ownerId, debitAmount.currencyCode)
  if (!known) return refused(['id'], 'Store credit account does not exist', 'ACCOUNT_NOT_FOUND')
  if (known.currency !== debitAmount.currencyCode) {
    return refused(['debitInput', 'debitAmount', 'currencyCode'], MISMATCH, 'MISMATCHING_CURRENCY')
  }
  const amountField = ['debitInput', 'debitAmount', 'amount']
  const amount = parseAmount(debitAmount.amount, debitAmount.currencyCode) ?? 0
  if (amount <= 0)
    return refused(
      amountField,
      'A positive amount must be used to debit a store credit account',
      'NEGATIVE_OR_ZERO_AMOUNT',
    )
  if (withExpirations(known, context.now).balance < amount) {
    return refused(
      amountField,
      'The store credit account does not have sufficient funds to satisfy the request',
      'INSUFFICIENT_FUNDS',
    )
  }
  const account = settled(context, known.id)
  const transaction = debitAccount(context, {
    account,
    amount,
    event: 'ADJUSTMENT',
    originTransactionId: null,
  })
  record(context, 'debit', account, transaction)
  return { storeCreditAccountTransaction: transactionSource(account, transaction), userErrors: [] }
}

function record(
  context: Context,
  kind: 'bonus_credit' | 'debit',
  account: StoreCreditAccount,
  transaction: StoreCreditTransaction,
): void {
  recordMovement(context, {
    orderId: null,
    returnId: null,
    refundId: null,
    transactionId: transaction.id,
    kind,
    gateway: 'shopify_store_credit',
    amount: { amount: Math.abs(transaction.amount), currency: account.currency },
    status: 'SUCCESS',
    note: account.ownerId,
  })
}

const TYPES: Record<StoreCreditTransaction['type'], string> = {
  credit: 'StoreCreditAccountCreditTransaction',
  debit: 'StoreCreditAccountDebitTransaction',
  debit_revert: 'StoreCreditAccountDebitRevertTransaction',
  expiration: 'StoreCreditAccountExpirationTransaction',
}

type Source = { __typename: string; id: string; account: StoreCreditAccount; entry: StoreCreditTransaction }

const transactionSource = (account: StoreCreditAccount, entry: StoreCreditTransaction): Source => ({
  __typename: TYPES[entry.type],
  id: entry.id,
  account,
  entry,
})

/** A credit, debit or its taking back by its id; expirations have none. */
export function storeCreditTransaction(context: Context, id: string): object | undefined {
  const ours = Object.values(context.state.tables.storeCreditAccounts).filter(
    (account) => account.shop === context.shop.domain,
  )
  for (const account of ours) {
    const entry = account.transactions.find((one) => one.id === id)
    if (entry) return transactionSource(account, entry)
  }
  return undefined
}

const view = (account: StoreCreditAccount, context: Context) => withExpirations(account, context.now)
const money = (source: Source, amount: number) => moneyV2({ amount, currency: source.account.currency })

const shared: Record<string, (source: Source, args: unknown, context: Context) => unknown> = {
  account: ({ account }) => account,
  amount: (source) => money(source, source.entry.amount),
  balanceAfterTransaction: (source) => money(source, source.entry.balanceAfter),
  createdAt: ({ entry }) => entry.createdAt,
  event: ({ entry }) => entry.event,
  origin: ({ entry }, _, context) =>
    entry.originTransactionId === null
      ? null
      : (context.index
          .orderOf(entry.originTransactionId)
          ?.transactions.find((one) => one.id === entry.originTransactionId) ?? null),
}
const related = ({ account, entry }: Source) => {
  const other = account.transactions.find((one) => one.id === entry.relatedTransactionId)
  return other ? transactionSource(account, other) : null
}

type TransactionsArgs = ConnectionArgs & {
  query?: string | null
  sortKey?: 'CREATED_AT' | 'EXPIRES_AT' | null
}

function transactions(account: StoreCreditAccount, args: TransactionsArgs, context: Context) {
  const current = view(account, context)
  const type = /(?:^|\s)type:"?(\w+)"?/.exec(args.query ?? '')?.[1]
  const key = (one: StoreCreditTransaction) =>
    args.sortKey === 'EXPIRES_AT' ? (one.expiresAt ?? '9999') : one.createdAt
  const list = current.transactions
    .filter((one) => type === undefined || one.type === type)
    .toSorted((a, b) => key(a).localeCompare(key(b)))
  return connect(list, args, (one) => transactionSource(current, one))
}

const accountsOf = (ownerId: string, context: Context) =>
  Object.values(context.state.tables.storeCreditAccounts).filter(
    (one) => one.ownerId === ownerId && one.shop === context.shop.domain,
  )

export const storeCreditFields: ResolverModule = {
  StoreCreditAccount: {
    id: (account: StoreCreditAccount) => account.id,
    balance: (account: StoreCreditAccount, _: unknown, context) =>
      moneyV2({ amount: view(account, context).balance, currency: account.currency }),
    owner: (account: StoreCreditAccount, _: unknown, context) =>
      context.get('customers', account.ownerId) ?? {
        __typename: 'CompanyLocation',
        id: account.ownerId,
        name: 'Head office',
      },
    transactions,
  },
  StoreCreditAccountCreditTransaction: {
    ...shared,
    id: ({ id }: Source) => id,
    expiresAt: ({ entry }: Source) => entry.expiresAt,
    remainingAmount: (source: Source, _: unknown, context) => {
      const current = view(source.account, context).transactions.find((one) => one.id === source.id)
      return money(source, current?.remaining ?? 0)
    },
  },
  StoreCreditAccountDebitTransaction: { ...shared, id: ({ id }: Source) => id },
  StoreCreditAccountDebitRevertTransaction: {
    ...shared,
    id: ({ id }: Source) => id,
    debitTransaction: related,
  },
  StoreCreditAccountExpirationTransaction: { ...shared, creditTransaction: related },
  Customer: {
    storeCreditAccounts: (customer: Customer, args: ConnectionArgs & { query?: string | null }, context) => {
      const currency = /currency_code:"?(\w+)"?/.exec(args.query ?? '')?.[1]
      return connect(
        accountsOf(customer.id, context).filter(
          (one) => currency === undefined || one.currency === currency.toUpperCase(),
        ),
        args,
      )
    },
  },
  QueryRoot: {
    storeCreditAccount: (_: unknown, args: { id: string }, context) =>
      context.get('storeCreditAccounts', args.id) ?? null,
    storeCreditConfiguration: (_: unknown, __: unknown, context) => ({
      storeCreditEnabled: context.shop.storeCreditEnabled,
    }),
  },
  Mutation: { storeCreditAccountCredit, storeCreditAccountDebit },
}
