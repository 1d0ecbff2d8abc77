import { mailPage, type MailPage } from './mail-page.ts'
import type { MailText } from './mail-text.ts'

/** The one-time code for a guest who wants to open an order. The code is no subject: it would show on a locked phone. */
export function guestCodeMail(
  facts: { readonly shopName: string; readonly orderName: string; readonly code: string },
  text: MailText,
): MailPage {
  const { shopName, orderName, code } = facts
  return mailPage(
    {
      shopName,
      orderName,
      returnName: null,
      buyerName: null,
      lines: [],
      promised: null,
      paid: null,
      paysOnApproval: false,
      instructions: '',
      statusUrl: null,
    },
    {
      subject: text.say('code.subject', { order: orderName }),
      blocks: [
        { kind: 'paragraph', text: text.say('code.lead') },
        { kind: 'heading', text: code },
        { kind: 'paragraph', text: text.say('code.ends') },
        { kind: 'paragraph', text: text.say('code.not_you') },
      ],
      namesItems: true,
    },
    text,
  )
}
