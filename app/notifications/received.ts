import { notification } from './message.ts'

/** To the shopper, when units arrived. Missing units are not said to have come; where all are, staff asks. */
export const received = notification({
  events: ['received'],
  write: (facts, event, text) => {
    const items = event.items
      .filter((item) => item.disposition !== 'MISSING')
      .map((item) => text.say('item', { count: item.quantity, title: item.title }))
    if (items.length === 0) return null
    return {
      namesItems: true,
      subject: text.say('received.subject', { order: facts.orderName }),
      blocks: [
        { kind: 'paragraph', text: text.say('received.lead') },
        { kind: 'list', items },
        { kind: 'paragraph', text: text.say('received.next') },
      ],
    }
  },
})
