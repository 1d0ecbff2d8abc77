import type { ReturnEvent } from '../events.ts'

/**
 * What the history says of Shopify's invoice for an exchange. `none`: nobody asked for it yet, or may ask again because Shopify
 * certainly sent none. `asked`: Shopify was asked and nothing is known of the answer, or it is on its way. `sent`.
 */
export type InvoiceState = 'none' | 'asked' | 'sent'

const states: Readonly<Partial<Record<ReturnEvent['kind'], InvoiceState>>> = {
  invoice_asked: 'asked',
  invoice_unsent: 'none',
  invoice_again: 'none',
  invoice_sent: 'sent',
}

/** Reads it off the events of a return, oldest first. */
export function invoiceState(events: readonly ReturnEvent[], intentId: string): InvoiceState {
  const own = events.filter((event) => 'intentId' in event && event.intentId === intentId)
  return own.map(({ kind }) => states[kind]).findLast((state) => state !== undefined) ?? 'none'
}
