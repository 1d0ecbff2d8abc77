import net from 'node:net'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'

/**
 * What the proxy does to the next connection whose request holds the text it waits for. `hold` never forwards, `swallow`
 * forwards and never answers, `late` lets go of the client at once and forwards after `ms`, `reset_before` and `reset_after`
 * break the connection on either side of the request, `cut` ends the answer after so many bytes, `drip` hands it over byte by byte,
 * `twice` sends the request two times, `replace` answers with something else after Shopify has done it.
 */
export type Toxic =
  | { readonly kind: 'hold' | 'swallow' | 'reset_before' | 'reset_after' | 'twice' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'cut'; readonly bytes: number }
  | { readonly kind: 'drip'; readonly ms: number }
  | { readonly kind: 'replace'; readonly answer: Buffer }

/** A TCP proxy between the app and the dev store, with faults on demand. */
export type Proxy = {
  readonly url: string
  /** Strikes the next `times` requests that hold the text. */
  strike(holds: string, toxic: Toxic, times?: number): void
  /** Faults that are still waiting for their request; they wait no longer then. */
  unspent(): number
  /** How many requests with this text went through, struck or not. */
  seen(holds: string): number
  /** Nothing gets through while it is down. */
  setDown(isDown: boolean): void
  close(): Promise<void>
}

type Armed = { readonly holds: string; readonly toxic: Toxic; left: number }

export async function startProxy(target: URL): Promise<Proxy> {
  const armed: Armed[] = []
  const requests: string[] = []
  const sockets = new Set<net.Socket>()
  let isDown = false
  const server = net.createServer((client) => {
    sockets.add(client)
    client.on('close', () => sockets.delete(client)).on('error', () => client.destroy())
    if (isDown) {
      client.resetAndDestroy()
      return
    }
    pipeThrough(client, { target, sockets, requests, take: (text) => take(armed, text) })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    strike: (holds, toxic, times = 1) => armed.push({ holds, toxic, left: times }),
    unspent: () => armed.splice(0).filter((one) => one.left > 0).length,
    seen: (holds) => requests.filter((text) => text.includes(holds)).length,
    setDown: (down) => {
      isDown = down
      if (down) for (const socket of sockets) socket.resetAndDestroy()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function take(armed: Armed[], text: string): Toxic | undefined {
  const found = armed.find((one) => one.left > 0 && text.includes(one.holds))
  if (found === undefined) return undefined
  found.left -= 1
  return found.toxic
}

type Wiring = {
  readonly target: URL
  readonly sockets: Set<net.Socket>
  readonly requests: string[]
  readonly take: (text: string) => Toxic | undefined
}

/** One connection of the app: request after request, each forwarded once it is whole. */
function pipeThrough(client: net.Socket, wiring: Wiring): void {
  let collected = Buffer.alloc(0)
  const upstream = connect(wiring, (part) => client.write(part))
  upstream.on('close', () => client.end())
  client.on('close', () => upstream.end())
  client.on('data', (part: Buffer) => {
    collected = Buffer.concat([collected, part])
    for (let end = wholeRequest(collected); end > 0; end = wholeRequest(collected)) {
      const request = collected.subarray(0, end)
      collected = collected.subarray(end)
      const text = request.toString('utf8')
      if (text.startsWith('POST')) wiring.requests.push(text)
      const toxic = wiring.take(text)
      if (toxic === undefined) upstream.write(request)
      else strike(toxic, { request, client, upstream, wiring })
    }
  })
}

/** Where the first request in the buffer ends; 0 while it is not whole. Bodies are sent with their length. */
function wholeRequest(buffer: Buffer): number {
  const headEnd = buffer.indexOf('\r\n\r\n')
  if (headEnd < 0) return 0
  const length = /content-length:\s*(\d+)/i.exec(buffer.subarray(0, headEnd).toString('latin1'))?.[1] ?? '0'
  const end = headEnd + 4 + Number(length)
  return buffer.length >= end ? end : 0
}

function connect({ target, sockets }: Wiring, onData: (part: Buffer) => void): net.Socket {
  const socket = net.connect(Number(target.port), target.hostname)
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  socket.on('data', onData)
  return socket
}

type Struck = {
  readonly request: Buffer
  readonly client: net.Socket
  readonly upstream: net.Socket
  readonly wiring: Wiring
}

function strike(toxic: Toxic, { request, client, upstream, wiring }: Struck): void {
  /** A connection of its own to Shopify: what comes back there is the toxic's affair. */
  const forward = (onData: (part: Buffer) => void) => connect(wiring, onData).write(request)
  switch (toxic.kind) {
    case 'hold':
      return
    case 'swallow':
      forward(() => undefined)
      return
    case 'late':
      setTimeout(() => forward(() => undefined), toxic.ms)
      client.resetAndDestroy()
      return
    case 'reset_before':
      client.resetAndDestroy()
      return
    case 'reset_after':
      forward(() => client.resetAndDestroy())
      return
    case 'cut': {
      let left = toxic.bytes
      forward((part) => {
        client.write(part.subarray(0, left))
        left -= part.length
        if (left <= 0) client.destroy()
      })
      return
    }
    case 'drip':
      forward((part) => void drip(client, part, toxic.ms))
      return
    case 'twice':
      forward(() => undefined)
      upstream.write(request)
      return
    case 'replace':
      forward(() => client.end(toxic.answer))
  }
}

async function drip(client: net.Socket, part: Buffer, ms: number): Promise<void> {
  for (const byte of part) {
    if (client.destroyed) return
    client.write(Buffer.of(byte))
    await new Promise((resolve) => setTimeout(resolve, ms))
  }
}

/** An HTTP answer in one piece. */
export function httpAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer | string,
): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const lines = Object.entries({ ...headers, 'content-length': String(bytes.length), connection: 'close' })
  const head = `HTTP/1.1 ${status} Answer\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes])
}

/** A small answer that unpacks to so many megabytes. */
export function gzipBomb(megabytes: number): Buffer {
  const packed = gzipSync(Buffer.alloc(megabytes * 1024 * 1024, 32), { level: 9 })
  return httpAnswer(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }, packed)
}
