import nodemailer from 'nodemailer'
import { afterEach, expect, test } from 'vitest'
import { mailDocument, mailboxPage } from './mailbox-page.ts'
import { openMailbox } from './mailbox.ts'
import type { Mailbox } from './mailbox.ts'
import { installedApp } from './server-fixture.ts'

let mailbox: Mailbox | undefined
afterEach(() => mailbox?.close())

test('takes a mail over SMTP and shows text and HTML, the HTML harmless', async () => {
  const { engine } = installedApp()
  mailbox = await openMailbox({ engine, port: 0 })
  const transport = nodemailer.createTransport(`smtp://127.0.0.1:${mailbox.port}`)
  await transport.sendMail({
    from: 'Homeward <returns@example.com>',
    to: 'ines@example.com',
    bcc: 'archive@example.com',
    subject: 'Rückgabe #1001-R1 – angenommen',
    text: 'Guten Tag,\nviele Grüße',
    html: '<html><head></head><body><p>Grüße</p><script>alert(1)</script></body></html>',
  })
  transport.close()
  const [mail] = engine.state.logs.mailbox
  if (mail === undefined) throw new Error('no mail has arrived')
  expect(mail).toMatchObject({
    from: 'Homeward <returns@example.com>',
    to: 'ines@example.com, archive@example.com',
    subject: 'Rückgabe #1001-R1 – angenommen',
    text: 'Guten Tag,\nviele Grüße',
  })
  expect(mail.html).toContain('<p>Grüße</p>')
  const page = mailboxPage(engine.state.logs.mailbox, mail)
  expect(page).toContain('Rückgabe #1001-R1')
  expect(page).not.toContain('<script>alert')
  expect(page).toMatch(/<iframe[^>]+sandbox="allow-popups allow-popups-to-escape-sandbox"/)
  expect(mailDocument(mail).headers['content-security-policy']).toContain("default-src 'none'")
})

test('an empty mailbox says what will come', () => {
  expect(mailboxPage([], undefined)).toContain('No mail yet')
})
