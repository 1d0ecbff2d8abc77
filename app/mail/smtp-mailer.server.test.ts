import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { headerText, isMailAddress, type Mailer, type OutgoingMail } from './mailer.ts'
import { smtpMailer } from './smtp-mailer.server.ts'

type Received = { readonly recipients: string[]; readonly raw: string }
const received: Received[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, callback) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const recipients = session.envelope.rcptTo.map((one) => one.address)
      received.push({ recipients, raw: Buffer.concat(chunks).toString('utf8') })
      callback()
    })
  },
})
let mailer: Mailer

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  // The server listens on TCP, so its address is one with a port.
  const { port } = server.server.address() as AddressInfo
  mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Homeward <returns@homeward.example>' })
})
beforeEach(() => {
  received.length = 0
})
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const mail: OutgoingMail = {
  messageId: 'a1@shop.myshopify.com',
  to: { name: 'Anna Ångström', address: 'anna@example.com' },
  fromName: 'Köln & Co.',
  replyTo: 'help@shop.example',
  subject: 'Your refund of €42.50',
  text: 'Hello',
  html: '<p>Hello</p>',
}

describe('mail', () => {
  test('arrives as it was written', async () => {
    await mailer.send(mail)
    const parsed = await PostalMime.parse(received[0]?.raw ?? '')
    expect(parsed).toMatchObject({
      subject: 'Your refund of €42.50',
      messageId: '<a1@shop.myshopify.com>',
      from: { name: 'Köln & Co.', address: 'returns@homeward.example' },
      to: [{ name: 'Anna Ångström', address: 'anna@example.com' }],
      replyTo: [{ address: 'help@shop.example' }],
    })
    expect([parsed.text?.trim(), parsed.html?.trim()]).toEqual(['Hello', '<p>Hello</p>'])
  })

  test.each([
    ['subject', { subject: 'Order #1\r\nBcc: eve@example.com' }],
    ['sender', { fromName: 'Shop\nBcc: eve@example.com' }],
    ['recipient', { to: { name: 'A\r\nBcc: eve@example.com', address: 'anna@example.com' } }],
    ['recipient’s list', { to: { name: 'eve@example.com, Anna', address: 'anna@example.com' } }],
    ['reply address', { replyTo: 'help@shop.example\r\nBcc: eve@example.com' }],
    ['id', { messageId: 'x>\r\nBcc: eve@example.com' }],
  ])('takes no further header or recipient from a hostile %s', async (_name, change) => {
    await mailer.send({ ...mail, ...change })
    const [only] = received
    expect(only?.recipients).toEqual(['anna@example.com'])
    const parsed = await PostalMime.parse(only?.raw ?? '')
    expect(parsed.headers.map((header) => header.key)).not.toContain('bcc')
    expect(parsed.to).toHaveLength(1)
  })

  test.each([
    '',
    'anna',
    'a@b, eve@example.com',
    'a@b\r\nRCPT TO:<eve@example.com>',
    '<a@b>',
    'x'.repeat(300) + '@b',
  ])('is not sent to %j', async (address) => {
    await expect(mailer.send({ ...mail, to: { name: '', address } })).rejects.toThrow('Not a mail address')
    expect(received).toEqual([])
  })
})

test('header text is one line of at most 200 characters', () => {
  expect(headerText(' a\r\n\tb\u2028c\u0000 ')).toBe('a b c')
  expect(Array.from(headerText('😀'.repeat(500)))).toHaveLength(200)
})

test('plain addresses are addresses', () => {
  expect(['a@b.example', 'ä+tag@müller.example'].map(isMailAddress)).toEqual([true, true])
})
