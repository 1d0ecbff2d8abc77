import { SMTPServer } from 'smtp-server'
import PostalMime from 'postal-mime'
import type { Address } from 'postal-mime'
import type { AddressInfo } from 'node:net'
import type { Engine } from '../engine/engine.ts'
import type { MailMessage } from '../engine/state.ts'

const KEPT = 1_000
const LARGEST_BYTES = 20_000_000

export type Mailbox = { port: number; close(): Promise<void> }

/** Takes every mail that is sent to it, from anybody to anybody, and keeps it in the state for the mailbox page. */
export async function openMailbox(options: {
  engine: Engine
  port: number
  onMail?: (mail: MailMessage) => void
}): Promise<Mailbox> {
  const { engine, onMail } = options
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    size: LARGEST_BYTES,
    onAuth: (_auth, _session, callback) => callback(null, { user: 'anybody' }),
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', callback)
      stream.on('end', () => {
        const envelope = {
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map((one) => one.address),
        }
        keepMail(engine, Buffer.concat(chunks), envelope).then(
          (mail) => {
            onMail?.(mail)
            callback()
          },
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        )
      })
    },
  })
  server.on('error', (error) => console.error('dev store: mailbox', error.message))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => resolve())
  })
  // A server that listens on a TCP port has an AddressInfo, never a pipe's path.
  const { port } = server.server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function keepMail(
  engine: Engine,
  raw: Buffer,
  envelope: { from: string; to: string[] },
): Promise<MailMessage> {
  const parsed = await PostalMime.parse(raw)
  const shop = Object.keys(engine.state.tables.shops)[0]
  if (shop === undefined) throw new Error('There is no shop')
  return engine.transact(shop, (context) => {
    const mail: MailMessage = {
      id: context.uuid(),
      at: engine.clock.now().toISOString(),
      from: address(parsed.from) ?? envelope.from,
      // The envelope says who really gets it; a Bcc is in no header.
      to: envelope.to.join(', '),
      subject: parsed.subject ?? '',
      text: (parsed.text ?? '').replace(/\n+$/, ''),
      html: parsed.html ?? '',
      raw: raw.toString('utf8'),
    }
    context.append('mailbox', mail)
    const log = context.state.logs.mailbox
    if (log.length > KEPT) log.splice(0, log.length - KEPT)
    return mail
  })
}

function address(from: Address | undefined): string | undefined {
  if (from?.address === undefined) return undefined
  return from.name === '' ? from.address : `${from.name} <${from.address}>`
}
