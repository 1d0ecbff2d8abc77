import { isWrittenWide } from '#app/i18n/translator.ts'
import type { MailText } from './mail-text.ts'
import type { Block, MessageContent, MessageFacts } from './message.ts'

/** A whole message: plain text and HTML with the same words. */
export type MailPage = { readonly subject: string; readonly text: string; readonly html: string }

/** Puts a message on the page: greeting, what it says, the items, the way to the status page, who sends it. */
export function mailPage(facts: MessageFacts, content: MessageContent, text: MailText): MailPage {
  const parts: PageParts = {
    title: content.subject,
    greeting:
      facts.buyerName === null || facts.buyerName.trim() === ''
        ? text.say('greeting_nobody')
        : text.say('greeting', { name: facts.buyerName.trim() }),
    about:
      facts.returnName === null
        ? text.say('about_no_name', { order: facts.orderName })
        : text.say('about', { name: facts.returnName, order: facts.orderName }),
    blocks: content.namesItems ? content.blocks : [...content.blocks, ...itemsOf(facts, text)],
    button: facts.statusUrl === null ? null : { label: text.say('button'), url: facts.statusUrl },
    footer: [text.say('footer_reply'), text.say('footer', { shop: facts.shopName, order: facts.orderName })],
    shopName: facts.shopName,
    locale: text.locale,
    direction: text.direction,
  }
  return { subject: content.subject, text: plainPage(parts), html: htmlPage(parts) }
}

/** What a message that is about no return stands on: who sends it, what it is about in a line, where to go. */
export type LetterFrame = {
  readonly shopName: string
  readonly about: string
  readonly greeting: string
  readonly button: { readonly label: string; readonly url: string } | null
  readonly footer: readonly string[]
}

/** Puts a message that is about no return on the same page. */
export function letterPage(frame: LetterFrame, content: MessageContent, text: MailText): MailPage {
  const { locale, direction } = text
  const parts: PageParts = { ...frame, title: content.subject, blocks: content.blocks, locale, direction }
  return { subject: content.subject, text: plainPage(parts), html: htmlPage(parts) }
}

function itemsOf({ lines }: MessageFacts, text: MailText): readonly Block[] {
  const items = lines.map(({ quantity: count, title, isKept = false }) =>
    text.say(isKept ? 'item.kept' : 'item', { count, title }),
  )
  return [
    { kind: 'heading', text: text.say('items') },
    { kind: 'list', items },
  ]
}

type PageParts = {
  readonly title: string
  readonly greeting: string
  readonly about: string
  readonly blocks: readonly Block[]
  readonly button: { readonly label: string; readonly url: string } | null
  readonly footer: readonly string[]
  readonly shopName: string
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
}

function plainPage(parts: PageParts): string {
  const button = parts.button === null ? [] : [`${parts.button.label}: ${parts.button.url}`]
  return `${[parts.about, parts.greeting, ...parts.blocks.map((block) => plainBlock(block, parts.locale)), ...button, `-- \n${parts.footer.join('\n')}`].join('\n\n')}\n`
}

function plainBlock(block: Block, locale: string): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
    case 'heading':
      return `${block.text}${isWrittenWide(locale) ? '：' : ':'}`
    case 'quote':
      return block.text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n')
    case 'receipt': {
      const widest = Math.max(...block.rows.map((row) => columnsOf(row.label)))
      return block.rows
        .map((row) => `${row.label}${' '.repeat(widest - columnsOf(row.label))}  ${row.amount}`)
        .join('\n')
    }
  }
}

/** How wide a text stands in plain text: Chinese, Japanese and Korean letters take two columns. */
function columnsOf(text: string): number {
  return Array.from(text).reduce((columns, letter) => columns + (wide.test(letter) ? 2 : 1), 0)
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/

const style = {
  body: 'margin:0;background:#f4f5f6;color:#1f2328;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif',
  card: 'max-width:560px;margin:0 auto;background:#ffffff;border-radius:12px;padding:32px',
  shop: 'margin:0 0 4px;font-size:14px;font-weight:600;color:#57606a',
  about: 'margin:0 0 24px;font-size:14px;color:#57606a',
  paragraph: 'margin:0 0 16px;white-space:pre-line',
  heading: 'margin:24px 0 8px;font-size:16px',
  list: 'margin:0 0 16px;padding:0',
  quote: 'margin:0 0 16px;padding:8px 16px;white-space:pre-line',
  table: 'width:100%;margin:0 0 16px;border-collapse:collapse',
  label: 'padding:6px 0;font-weight:400',
  amount: 'padding:6px 0;white-space:nowrap',
  total: ';border-top:1px solid #d0d7de;font-weight:700',
  button:
    'display:inline-block;margin:8px 0 0;padding:12px 20px;border-radius:8px;background:#1f2328;color:#ffffff;text-decoration:none;font-weight:600',
  footer: 'max-width:560px;margin:16px auto 0;padding:0 32px;font-size:13px;color:#57606a',
} as const

/** Mail programs know no logical sides: what leans to one has it written out, for both directions of writing. */
const leaning = {
  ltr: {
    list: ';padding-left:20px',
    quote: ';border-left:4px solid #d0d7de',
    label: ';text-align:left',
    amount: ';text-align:right',
  },
  rtl: {
    list: ';padding-right:20px',
    quote: ';border-right:4px solid #d0d7de',
    label: ';text-align:right',
    amount: ';text-align:left',
  },
} as const

function htmlPage(parts: PageParts): string {
  const button =
    parts.button === null
      ? ''
      : `<p style="margin:24px 0 0"><a href="${escapeHtml(parts.button.url)}" style="${style.button}">${escapeHtml(parts.button.label)}</a></p>`
  return [
    `<!doctype html><html lang="${parts.locale}" dir="${parts.direction}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light">',
    `<title>${escapeHtml(parts.title)}</title></head>`,
    `<body style="${style.body}"><div dir="${parts.direction}" style="padding:24px 12px"><div style="${style.card}">`,
    `<p style="${style.shop}">${escapeHtml(parts.shopName)}</p>`,
    `<p style="${style.about}">${escapeHtml(parts.about)}</p>`,
    `<p style="${style.paragraph}">${escapeHtml(parts.greeting)}</p>`,
    ...parts.blocks.map((block) => htmlBlock(block, parts.direction)),
    button,
    `</div><div style="${style.footer}">${parts.footer.map((line) => `<p style="margin:0 0 4px">${escapeHtml(line)}</p>`).join('')}</div>`,
    '</div></body></html>',
  ].join('\n')
}

function htmlBlock(block: Block, direction: PageParts['direction']): string {
  const side = leaning[direction]
  switch (block.kind) {
    case 'paragraph':
      return `<p style="${style.paragraph}">${escapeHtml(block.text)}</p>`
    case 'heading':
      return `<h2 style="${style.heading}">${escapeHtml(block.text)}</h2>`
    case 'quote':
      return `<blockquote style="${style.quote}${side.quote}">${escapeHtml(block.text)}</blockquote>`
    case 'list':
      return `<ul style="${style.list}${side.list}">${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`
    case 'receipt':
      return `<table style="${style.table}"><tbody>${block.rows
        .map((row) => {
          const extra = row.isTotal ? style.total : ''
          return `<tr><th scope="row" style="${style.label}${side.label}${extra}">${escapeHtml(row.label)}</th><td style="${style.amount}${side.amount}${extra}">${escapeHtml(row.amount)}</td></tr>`
        })
        .join('')}</tbody></table>`
  }
}

/** Every stranger's text passes here before it stands in HTML. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
