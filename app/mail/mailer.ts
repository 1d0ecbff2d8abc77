/** A message as it leaves: plain text and HTML of the same words. */
export type OutgoingMail = {
  /** Stable per message: a message that is sent again by mistake is recognised by the reader's mail program. */
  readonly messageId: string
  readonly to: { readonly name: string; readonly address: string }
  readonly fromName: string
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The port for mail. `send` returns once the mail server has taken the message, and throws otherwise. */
export type Mailer = {
  send(mail: OutgoingMail): Promise<void>
}

const longestHeader = 200

/**
 * Text that may stand in a header: control characters, line breaks above all, become spaces. Names of shops, orders and
 * people are data of strangers; a line break in one of them must never start another header.
 */
export function headerText(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return Array.from(flat).slice(0, longestHeader).join('')
}

/** Whether this is one plain address: no list, no name, no comment, no line break. */
export function isMailAddress(address: string): boolean {
  return address.length <= 254 && /^[^\s@<>()[\],;:\\"\p{Cc}]+@[^\s@<>()[\],;:\\"\p{Cc}]+$/u.test(address)
}
