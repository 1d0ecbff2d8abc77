import type { ReturnEvent } from '#app/domain/events.ts'
import { approved } from './approved.ts'
import { declined } from './declined.ts'
import { exchanged } from './exchanged.ts'
import { exchange_ended } from './exchange-ended.ts'
import { gift_credited } from './gift-credited.ts'
import type { MailText } from './mail-text.ts'
import type { MessageContent, MessageFacts } from './message.ts'
import { received } from './received.ts'
import { refunded } from './refunded.ts'
import { requested } from './requested.ts'

/** Every message. One file each; the key is its name in settings and in the timeline. */
export const notifications = {
  requested,
  approved,
  declined,
  received,
  refunded,
  exchanged,
  exchange_ended,
  gift_credited,
} as const
export type MessageKind = keyof typeof notifications

/** The message that an event asks for; null when nobody is told. */
export function messageFor(event: ReturnEvent): MessageKind | null {
  for (const [kind, definition] of Object.entries(notifications)) {
    const events: readonly string[] = definition.events
    // Object.entries widens the key to string; it is a key of the registry.
    if (events.includes(event.kind)) return kind as MessageKind
  }
  return null
}

/** Writes an event's message in the shopper's words; null when the event has none. */
export function writeMessage(
  facts: MessageFacts,
  event: ReturnEvent,
  text: MailText,
): { readonly kind: MessageKind; readonly content: MessageContent } | null {
  const named = (kind: MessageKind, content: MessageContent | null) => content && { kind, content }
  switch (event.kind) {
    case 'sent_to_review':
      return named('requested', requested.write(facts, event, text))
    case 'auto_approved':
    case 'approved':
      return named('approved', approved.write(facts, event, text))
    case 'declined':
      return named('declined', declined.write(facts, event, text))
    case 'received':
      return named('received', received.write(facts, event, text))
    case 'refund_settled':
      return named('refunded', refunded.write(facts, event, text))
    case 'exchange_sent':
      return named('exchanged', exchanged.write(facts, event, text))
    case 'exchange_changed':
      return named('exchange_ended', exchange_ended.write(facts, event, text))
    case 'gift_credit_paid':
      return named('gift_credited', gift_credited.write(facts, event, text))
    default:
      return null
  }
}
