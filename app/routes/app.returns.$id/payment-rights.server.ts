import { receiptRows, type ReceiptRow } from '#app/components/receipt-rows.ts'
import { orderRefundRows, orderRefundWords } from '#app/components/order-refund-rows.ts'
import { roleWords, sayForbidden } from '#app/components/role-words.ts'
import { sayExceeded, sayMoneyStop } from '#app/components/safety-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import { type ApprovalRecord, findWaitingApproval } from '#app/db/approval.server.ts'
import { findMoneyStop } from '#app/db/kill-switch.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { formatAgo } from '#app/domain/dates.ts'
import { formatMoney } from '#app/domain/money.ts'
import { leastRole, mayDo, type StaffAction } from '#app/domain/roles.ts'
import { sayActor } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { type FrozenOrderRefund, FrozenPayment } from '#app/use-cases/permit-payment.server.ts'

/** A payment of this return that waits for a second person, as the page shows it. */
export type WaitingPayment = {
  readonly id: string
  readonly requestHash: string
  readonly amount: string
  readonly method: string
  /** The buyer is to keep the goods: nothing is paid by granting it. */
  readonly keeps: boolean
  /** Goods that are sent in exchange; null where only money moves. */
  readonly goods: string | null
  readonly rows: readonly ReceiptRow[]
  /** What the money is for where it is not the return's own refund. */
  readonly about: string | null
  readonly askedBy: string
  readonly ago: string
  readonly because: string
  readonly isOwn: boolean
  /** Why who looks cannot decide, or cannot pay at this moment; null where they can. */
  readonly cannotDecide: string | null
  readonly cannotPay: string | null
}

/** What who looks may do here: null where they may, else the reason. */
export type PaymentRights = {
  readonly handle: string | null
  readonly pay: string | null
  readonly changeFees: string | null
  readonly resolve: string | null
  /** All payments are stopped; the sentence for the banner. */
  readonly stop: string | null
  readonly waiting: WaitingPayment | null
}

/** Reads what the person may do on the page of a return, in the transaction that reads the return. */
export async function readPaymentRights(
  ctx: ShopContext,
  tx: Transaction,
  returnId: ReturnId,
): Promise<PaymentRights> {
  const { shop, settings } = ctx
  const stop = await findMoneyStop(tx, shop)
  const waiting = await findWaitingApproval(tx, shop, returnId)
  const stopped = stop && sayMoneyStop(stop, settings.timeZone)
  return {
    handle: why(ctx, 'return.receive'),
    pay: why(ctx, 'money.pay') ?? (stop && stoppedInShort),
    changeFees: why(ctx, 'fee.change'),
    resolve: why(ctx, 'money.resolve') ?? (stop && stoppedInShort),
    stop: stopped,
    waiting: waiting && waitingPayment(ctx, waiting, stop && stoppedInShort),
  }
}

/** Beside a button; the whole sentence stands in the banner of the page. */
const stoppedInShort = 'Payments are stopped.'

function why(ctx: ShopContext, action: StaffAction): string | null {
  const allowed = mayDo(ctx.role, action)
  return allowed.ok ? null : sayForbidden(allowed.error)
}

function waysOf({ transactions, storeCredit }: FrozenOrderRefund) {
  if (storeCredit !== null) return [{ name: 'store credit', amount: storeCredit.amount }]
  return transactions.map(({ gateway, amount }) => ({ name: gateway, amount }))
}

function aboutOf({ why, note }: FrozenOrderRefund): string {
  const words = orderRefundWords[why]
  return note === '' ? `${words}.` : `${words}: ${note}`
}

function goodsOf({ quote }: Extract<FrozenPayment, { kind: 'refund' }>): string | null {
  if (quote.exchanges.length === 0) return null
  return quote.exchanges.map(({ quantity, title }) => `${String(quantity)} × ${title}`).join(', ')
}

function aboutPayment(payment: FrozenPayment): string | null {
  if (payment.kind === 'refund') return null
  if (payment.kind === 'order_refund') return aboutOf(payment)
  return payment.reason === '' ? null : `Why: ${payment.reason}`
}

function waitingPayment(ctx: ShopContext, approval: ApprovalRecord, stopped: string | null): WaitingPayment {
  const payment = FrozenPayment.parse(approval.request)
  const translator = translatorFor('en', ctx.settings.timeZone)
  const isOwn = ctx.actor.kind === 'staff' && ctx.actor.id === approval.requestedById
  const least = roleWords[leastRole['money.decide']].name.toLowerCase()
  return {
    id: approval.id,
    requestHash: approval.requestHash,
    amount: formatMoney(approval.amount, 'en'),
    method: translator.t(`method.${payment.method}`),
    goods: payment.kind === 'refund' ? goodsOf(payment) : null,
    rows:
      payment.kind === 'order_refund'
        ? orderRefundRows(waysOf(payment), payment.amount)
        : receiptRows(payment.quote, 'en'),
    keeps: payment.kind === 'keep_items',
    about: aboutPayment(payment),
    askedBy: isOwn ? 'You' : sayActor(translator, approval.requestedBy),
    ago: formatAgo({ instant: approval.createdAt, now: ctx.now(), locale: 'en' }),
    because: sayExceeded(approval.because),
    isOwn,
    cannotDecide: isOwn
      ? `Another person has to grant it: a ${least} or above whose limit covers it.`
      : why(ctx, 'money.decide'),
    cannotPay: stopped,
  }
}
