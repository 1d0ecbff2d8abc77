import { createTransport } from 'nodemailer'
import { headerText, isMailAddress, type Mailer, type OutgoingMail } from './mailer.ts'

export type SmtpSettings = {
  /** `smtp://` or `smtps://` with credentials where the server wants them. */
  readonly url: string
  /** `Name <address>`; the address is the envelope's sender, the name is replaced by the shop's. */
  readonly from: string
}

/** Sends through an SMTP server over a small pool of connections. Every wait is bounded: a job waits for it. */
export function smtpMailer(settings: SmtpSettings): Mailer {
  const transport = createTransport({
    url: settings.url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const fromAddress = /<([^<>]+)>\s*$/.exec(settings.from)?.[1] ?? settings.from.trim()
  return {
    async send(mail: OutgoingMail) {
      if (!isMailAddress(mail.to.address)) throw new Error('Not a mail address to send to')
      await transport.sendMail({
        messageId: `<${headerText(mail.messageId)}>`,
        from: { name: headerText(mail.fromName), address: fromAddress },
        // Objects, not texts: nodemailer then never reads an address list out of somebody's name.
        to: { name: headerText(mail.to.name), address: mail.to.address },
        ...(mail.replyTo !== null && isMailAddress(mail.replyTo) ? { replyTo: mail.replyTo } : {}),
        subject: headerText(mail.subject),
        text: mail.text,
        html: mail.html,
        // Nobody's auto-reply should answer a machine.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      })
    },
  }
}
