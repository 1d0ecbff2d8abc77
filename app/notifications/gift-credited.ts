import { notification } from './message.ts'

/** To the recipient of a gift, once Shopify has added the credit for it to the account. Nobody else is told. */
export const gift_credited = notification({
  events: ['gift_credit_paid'],
  write: (_facts, event, text) => {
    const amount = text.money(event.amount)
    return {
      subject: text.say('gift_credited.subject', { amount }),
      blocks: [{ kind: 'paragraph', text: text.say('refunded.store_credit', { amount }) }],
    }
  },
})
