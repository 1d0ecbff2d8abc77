import type { ReturnEvent } from '#app/domain/events.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { MailText } from './mail-text.ts'

/** What a message may speak of. Everything in it may be a stranger's text: it is data, never part of a template. */
export type MessageFacts = {
  readonly shopName: string
  readonly orderName: string
  /** Shopify's name of the return, null while it has none. */
  readonly returnName: string | null
  readonly buyerName: string | null
  /** `isKept`: the buyer keeps it and sends nothing. */
  readonly lines: readonly { readonly title: string; readonly quantity: number; readonly isKept?: boolean }[]
  readonly promised: Quote | null
  /** The receipt that a settled refund was paid by. */
  readonly paid: Quote | null
  readonly paysOnApproval: boolean
  /** How to send items back, in the merchant's words; may be empty. */
  readonly instructions: string
  /** Null where no address can be made. */
  readonly statusUrl: string | null
}

/** A piece of a message; text and HTML are made from the same pieces. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'quote'; readonly text: string }
  | {
      readonly kind: 'receipt'
      readonly rows: readonly { readonly label: string; readonly amount: string; readonly isTotal: boolean }[]
    }

export type MessageContent = {
  readonly subject: string
  readonly blocks: readonly Block[]
  /** The blocks name the items already: the page does not list them once more. */
  readonly namesItems?: boolean
}

/** A message: the event that asks for it, and its words; null where this very event is nothing to write about. */
export type Notification<Kind extends ReturnEvent['kind']> = {
  readonly events: readonly Kind[]
  readonly write: (
    facts: MessageFacts,
    event: Extract<ReturnEvent, { kind: Kind }>,
    text: MailText,
  ) => MessageContent | null
}

/** Lets a registry hold notifications of different events: each is only ever called with an event of its own. */
export function notification<Kind extends ReturnEvent['kind']>(
  definition: Notification<Kind>,
): Notification<Kind> {
  return definition
}
