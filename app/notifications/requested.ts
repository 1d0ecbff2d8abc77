import { notification } from './message.ts'
import { receiptBlock } from './receipt-block.ts'

/** To the shopper, when a person has to decide. An approval at once has its own message instead. */
export const requested = notification({
  events: ['sent_to_review'],
  write: (facts, _event, text) => ({
    subject: text.say('requested.subject', { order: facts.orderName }),
    blocks: [
      { kind: 'paragraph', text: text.say('requested.lead') },
      ...(facts.promised === null ? [] : [receiptBlock(facts.promised, text)]),
    ],
  }),
})
