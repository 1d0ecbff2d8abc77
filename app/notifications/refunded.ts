import { isZero } from '#app/domain/money.ts'
import type { Block } from './message.ts'
import { notification } from './message.ts'
import { receiptBlock } from './receipt-block.ts'

/** To the shopper, only once Shopify's transaction says that the money moved. */
export const refunded = notification({
  events: ['refund_settled'],
  write: (facts, event, text) => {
    const amount = text.money(event.amount)
    const bonus: Block[] =
      facts.paid === null || isZero(facts.paid.bonus)
        ? []
        : [
            {
              kind: 'paragraph',
              text: text.say('refunded.bonus', { amount: text.money(facts.paid.bonus) }),
            },
          ]
    return {
      subject: text.say('refunded.subject', { amount, order: facts.orderName }),
      blocks: [
        { kind: 'paragraph', text: text.say(`refunded.${event.method}`, { amount }) },
        ...bonus,
        ...(facts.paid === null ? [] : [receiptBlock(facts.paid, text)]),
      ],
    }
  },
})
