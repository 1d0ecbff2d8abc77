import type { CaseKind, CaseStatement } from '#app/domain/case.ts'
import type { LetterFrame } from './mail-page.ts'
import type { MailText } from './mail-text.ts'
import type { Block, MessageContent } from './message.ts'

/** What a message about a case may speak of. Texts are strangers': data, never part of a template. */
export type CaseMessageFacts = {
  readonly shopName: string
  readonly kind: CaseKind
  /** `C1001`. */
  readonly name: string
  readonly orderName: string
  readonly buyerName: string
  /** What was declared; null where the message is one that staff wrote. */
  readonly statement: CaseStatement | null
  readonly text: string
  /** When it was received, with its zone, in the reader's words. */
  readonly time: string
  readonly url: string | null
}

/** What a message about a case stands on. */
export function caseFrame(facts: CaseMessageFacts, text: MailText): LetterFrame {
  const { kind, name, orderName, buyerName, shopName, url } = facts
  const about = { kind: text.say(`case.kind.${kind}`), name }
  return {
    shopName,
    about:
      orderName === ''
        ? text.say('case.about', about)
        : text.say('case.about_order', { ...about, order: orderName }),
    greeting:
      buyerName.trim() === ''
        ? text.say('greeting_nobody')
        : text.say('greeting', { name: buyerName.trim() }),
    button: url === null ? null : { label: text.say('case.button'), url },
    footer: [text.say('footer_reply'), text.say('case.footer', { shop: shopName, name })],
  }
}

/**
 * The words of a message about a case: the acknowledgement of what the shopper declared or wrote, with content, date and time
 * (Directive 2011/83/EU Art. 11a(4)), or what staff wrote.
 */
export function writeCaseMessage(facts: CaseMessageFacts, text: MailText): MessageContent {
  const { kind, name, statement } = facts
  if (statement !== null) {
    if (kind === 'withdrawal') return withdrawalReceived(facts, statement, text)
    if (kind !== 'question') return received({ ...facts, kind }, statement, text)
  }
  const own = kind === 'question' ? 'question' : 'answer'
  return {
    subject: text.say(`case.${own}.subject`, { name: own === 'question' ? facts.orderName : name }),
    blocks: [paragraph(text.say(`case.${own}.lead`)), { kind: 'quote', text: facts.text }],
  }
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

function withdrawalReceived(
  { name, time }: CaseMessageFacts,
  { goods = [], ...said }: CaseStatement,
  text: MailText,
): MessageContent {
  const items = [
    text.say('case.withdrawal.field.number', { name }),
    text.say('case.withdrawal.field.time', { time }),
    text.say('case.withdrawal.field.name', { value: said.name ?? '' }),
    text.say('case.withdrawal.field.order', { value: said.orderName ?? '' }),
    ...(goods.length === 0
      ? [text.say('case.withdrawal.field.all_goods')]
      : goods.map((value) => text.say('case.withdrawal.field.goods', { value }))),
    text.say('case.withdrawal.field.email', { value: said.email ?? '' }),
  ]
  return {
    subject: text.say('case.withdrawal.subject', { name }),
    blocks: [
      paragraph(text.say('case.withdrawal.lead', { time })),
      { kind: 'heading', text: text.say('case.withdrawal.content') },
      { kind: 'list', items },
      paragraph(text.say('case.withdrawal.next')),
      paragraph(text.say('case.withdrawal.not_you')),
    ],
  }
}

function received(
  facts: CaseMessageFacts & { readonly kind: 'complaint' | 'exception' | 'contest' },
  { goods = [] }: CaseStatement,
  text: MailText,
): MessageContent {
  const about: Block[] =
    goods.length === 0
      ? []
      : [
          { kind: 'heading', text: text.say('case.received.goods') },
          { kind: 'list', items: goods },
        ]
  return {
    subject: text.say(`case.received.subject.${facts.kind}`, { name: facts.name }),
    blocks: [
      paragraph(text.say('case.received.lead', { time: facts.time })),
      ...about,
      { kind: 'heading', text: text.say('case.your_words') },
      { kind: 'quote', text: facts.text },
    ],
  }
}
