import { isPositive } from '#app/domain/money.ts'
import { notification } from './message.ts'

/** To the shopper, when Shopify has released the goods; where something is owed for them it says that this comes first. */
export const exchanged = notification({
  events: ['exchange_sent'],
  write: (facts, event, text) => ({
    subject: text.say('exchanged.subject', { order: facts.orderName }),
    blocks: [
      {
        kind: 'paragraph',
        text: isPositive(event.owed)
          ? text.say('exchanged.owed', { titles: event.titles, amount: text.money(event.owed) })
          : text.say('exchanged.lead', { titles: event.titles }),
      },
    ],
  }),
})
