import type { Context } from '../context.ts'
import type { Fault, Order, Transaction } from '../state.ts'
import { refundsOf } from './payments.ts'

/** What a gateway makes of a refund order. `refuses` is an answer without a transaction. */
export type Verdict =
  | { kind: 'refuses'; message: string }
  | {
      kind: 'transaction'
      status: Transaction['status']
      errorCode: string | null
      settlesAt: string | null
      settlesAs: Transaction['settlesAs']
    }

const DAY = 86_400_000
// Gateways close the way back after a time or a number of refunds; the figures are theirs, Shopify only passes them on (P13).
const REFUND_DAYS: Readonly<Record<string, number>> = { paypal: 180, afterpay: 120, clearpay: 120 }
const REFUNDS_PER_PAYMENT: Readonly<Record<string, number>> = { amazon_payments: 10 }

/** Decides one refund to one payment: a fault that waits for it first, then the gateway's own limits. */
export function refundVerdict(context: Context, order: Order, parent: Transaction, root: string): Verdict {
  const fault = takeGatewayFault(context, root)
  if (fault?.kind === 'gateway_refuses') {
    if (fault.message !== '') return { kind: 'refuses', message: fault.message }
    return failed(fault.errorCode)
  }
  if (fault?.kind === 'refund_pending') {
    const settlesAt = new Date(Date.parse(context.now) + fault.seconds * 1000)
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
    const settlesAs = {
      status: fault.becomes,
      errorCode: fault.becomes === 'SUCCESS' ? null : fault.errorCode,
    }
    return { kind: 'transaction', status: 'PENDING', errorCode: null, settlesAt, settlesAs }
  }
  const days = REFUND_DAYS[parent.gateway]
  const age = Date.parse(context.now) - Date.parse(parent.processedAt)
  if (days !== undefined && age > days * DAY) return failed('PAYMENT_PROVIDER_ERROR')
  const most = REFUNDS_PER_PAYMENT[parent.gateway]
  if (most !== undefined && refundsOf(order, parent).length >= most)
    return failed('AMAZON_PAYMENTS_MAX_REFUNDS_PROCESSED')
  return { kind: 'transaction', status: 'SUCCESS', errorCode: null, settlesAt: null, settlesAs: null }
}

function failed(errorCode: string): Verdict {
  return { kind: 'transaction', status: 'FAILURE', errorCode, settlesAt: null, settlesAs: null }
}

type GatewayEffect = Extract<Fault['effect'], { kind: 'refund_pending' | 'gateway_refuses' }>

function takeGatewayFault(context: Context, root: string): GatewayEffect | undefined {
  for (const fault of Object.values(context.state.tables.faults)) {
    const { effect, match } = fault
    if (effect.kind !== 'refund_pending' && effect.kind !== 'gateway_refuses') continue
    if (match.shop !== undefined && match.shop !== context.shop.domain) continue
    if (match.root !== undefined && match.root !== root) continue
    if (match.header && context.headers[match.header.name.toLowerCase()] !== match.header.value) continue
    if (fault.times !== null && fault.fired >= fault.times) continue
    // Counted outside of the mutation's journal: a fault that made the mutation fail has fired all the same.
    fault.seen += 1
    if (match.nth !== undefined && fault.seen !== match.nth) continue
    fault.fired += 1
    return effect
  }
  return undefined
}
