import type { Block } from './message.ts'
import { notification } from './message.ts'
import { receiptBlock } from './receipt-block.ts'

/** To the shopper, when the policy or a person approved. */
export const approved = notification({
  events: ['auto_approved', 'approved'],
  write: (facts, _event, text) => {
    const moneyKey = facts.paysOnApproval ? 'approved.money_now' : 'approved.money'
    const how: Block[] =
      facts.instructions === ''
        ? []
        : [
            { kind: 'heading', text: text.say('how_to_send') },
            { kind: 'paragraph', text: facts.instructions },
          ]
    const money: Block[] =
      facts.promised === null
        ? []
        : [{ kind: 'paragraph', text: text.say(moneyKey) }, receiptBlock(facts.promised, text)]
    return {
      subject: text.say('approved.subject', { order: facts.orderName }),
      blocks: [{ kind: 'paragraph', text: text.say('approved.lead') }, ...how, ...money],
    }
  },
})
