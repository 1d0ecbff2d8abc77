import type { Context } from '../context.ts'
import type { StoreCreditAccount, StoreCreditTransaction } from '../state.ts'

/**
 * The account as it stands at `now`: credits whose time has passed lose what is left of them, soonest first. Pure; readers
 * use it for the view, writers keep what it gives before they book.
 */
export function withExpirations(account: StoreCreditAccount, now: string): StoreCreditAccount {
  const due = account.transactions
    .filter(
      (one) => one.type === 'credit' && one.remaining > 0 && one.expiresAt !== null && one.expiresAt <= now,
    )
    .sort((a, b) => (a.expiresAt ?? '').localeCompare(b.expiresAt ?? '') || a.id.localeCompare(b.id))
  if (due.length === 0) return account
  const dueIds = new Set(due.map((one) => one.id))
  let balance = account.balance
  const expirations = due.map((credit): StoreCreditTransaction => {
    balance -= credit.remaining
    return {
      id: `${credit.id}#expiration`,
      type: 'expiration',
      amount: -credit.remaining,
      balanceAfter: balance,
      remaining: 0,
      createdAt: credit.expiresAt ?? now,
      expiresAt: null,
      event: 'ADJUSTMENT',
      originTransactionId: null,
      relatedTransactionId: credit.id,
    }
  })
  const kept = account.transactions.map((one) => (dueIds.has(one.id) ? { ...one, remaining: 0 } : one))
  return { ...account, balance, transactions: [...kept, ...expirations] }
}

/** The owner's account in a currency, if there is one. */
export function findAccount(
  context: Context,
  ownerId: string,
  currency: string,
): StoreCreditAccount | undefined {
  return Object.values(context.state.tables.storeCreditAccounts).find(
    (one) => one.ownerId === ownerId && one.currency === currency && one.shop === context.shop.domain,
  )
}

type Booking = {
  readonly account: StoreCreditAccount
  /** minor units of the account's currency, positive */
  readonly amount: number
  readonly event: string
  readonly originTransactionId: string | null
}

/** Opens the owner's account in a currency when there is none, and returns it open for change. */
export function openAccount(context: Context, ownerId: string, currency: string): StoreCreditAccount {
  const found = findAccount(context, ownerId, currency)
  const id = found?.id ?? context.nextId('StoreCreditAccount')
  if (!found) {
    const account = {
      id,
      shop: context.shop.domain,
      ownerId,
      currency,
      balance: 0,
      createdAt: context.now,
      transactions: [],
    }
    context.insert('storeCreditAccounts', id, account)
  }
  return settled(context, id)
}

/** The account open for change, expirations booked. */
export function settled(context: Context, accountId: string): StoreCreditAccount {
  const account = context.edit('storeCreditAccounts', accountId)
  return Object.assign(account, withExpirations(account, context.now))
}

/** Books a credit. The account comes from `openAccount` or `settled`. */
export function creditAccount(
  context: Context,
  booking: Booking & { expiresAt: string | null },
): StoreCreditTransaction {
  const { account, amount } = booking
  account.balance += amount
  const transaction: StoreCreditTransaction = {
    id: context.nextId('StoreCreditAccountCreditTransaction'),
    type: 'credit',
    amount,
    balanceAfter: account.balance,
    remaining: amount,
    createdAt: context.now,
    expiresAt: booking.expiresAt,
    event: booking.event,
    originTransactionId: booking.originTransactionId,
    relatedTransactionId: null,
  }
  account.transactions.push(transaction)
  return transaction
}

/** Books a debit that the balance covers: the credit that expires soonest is spent first (schema text). */
export function debitAccount(context: Context, booking: Booking): StoreCreditTransaction {
  const { account, amount } = booking
  let left = amount
  const credits = account.transactions
    .filter((one) => one.remaining > 0)
    .sort(
      (a, b) =>
        (a.expiresAt ?? '9999').localeCompare(b.expiresAt ?? '9999') ||
        a.createdAt.localeCompare(b.createdAt),
    )
  for (const credit of credits) {
    const taken = Math.min(left, credit.remaining)
    credit.remaining -= taken
    left -= taken
  }
  account.balance -= amount
  const transaction: StoreCreditTransaction = {
    id: context.nextId('StoreCreditAccountDebitTransaction'),
    type: 'debit',
    amount: -amount,
    balanceAfter: account.balance,
    remaining: 0,
    createdAt: context.now,
    expiresAt: null,
    event: booking.event,
    originTransactionId: booking.originTransactionId,
    relatedTransactionId: null,
  }
  account.transactions.push(transaction)
  return transaction
}
