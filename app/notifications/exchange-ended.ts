import { notification } from './message.ts'
import { receiptBlock } from './receipt-block.ts'

/** To the shopper, when the goods that she wanted cannot be sent: what she gets instead, as she chose. */
export const exchange_ended = notification({
  events: ['exchange_changed'],
  write: (facts, event, text) => ({
    subject: text.say('exchange_ended.subject', { order: facts.orderName }),
    blocks: [
      { kind: 'paragraph', text: text.say('exchange_ended.lead', { title: event.title }) },
      { kind: 'paragraph', text: text.say(`exchange_ended.${event.instead}`) },
      ...(facts.promised === null ? [] : [receiptBlock(facts.promised, text)]),
    ],
  }),
})
