import type { MailKey } from './mail-text.ts'
import { type Block, notification } from './message.ts'

const reasons: Readonly<Record<string, MailKey>> = {
  FINAL_SALE: 'declined.FINAL_SALE',
  RETURN_PERIOD_ENDED: 'declined.RETURN_PERIOD_ENDED',
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

/** To the shopper, when a person declined: the reason, and the person's own words where there are some. */
export const declined = notification({
  events: ['declined'],
  write: (facts, event, text) => {
    const reason = reasons[event.reason]
    const words: Block[] = event.note === '' ? [] : [{ kind: 'quote', text: event.note }]
    return {
      subject: text.say('declined.subject', { order: facts.orderName }),
      blocks: [
        { kind: 'paragraph', text: text.say('declined.lead') },
        ...(reason === undefined ? words : [paragraph(text.say(reason)), ...words]),
        // Where no rule speaks, a person did, and may be asked again.
        ...(reason === undefined ? [paragraph(text.say('declined.OTHER'))] : []),
      ],
    }
  },
})
