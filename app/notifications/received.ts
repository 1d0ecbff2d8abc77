import { notification } from './message.ts'

/** To the shopper, when units arrived. Missing units are not said to have come. */
export const received = notification({
  events: ['received'],
  write: (facts, event, text) => {
    const items = event.items
      .filter((item) => item.disposition !== 'MISSING')
      .map((item) => text.say('item', { count: item.quantity, title: item.title }))
    return {
      subject: text.say('received.subject', { order: facts.orderName }),
      blocks: [
        { kind: 'paragraph', text: text.say('received.lead') },
        { kind: 'list', items },
        { kind: 'paragraph', text: text.say('received.next') },
      ],
    }
  },
})
