import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request handler that has already been matched to its path. */
export type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => void | Promise<void>

/** Thrown by handlers for a client's mistake; the server answers it as JSON with this status. */
export class HttpError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Reads a whole body. Throws HttpError 413 beyond `limit` bytes. */
export async function readBody(req: IncomingMessage, limit = 25_000_000): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += part.length
    if (size > limit) throw new HttpError(413, `The body is larger than ${limit} bytes`)
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}

/** Reads a JSON object body; an empty body is `{}`. Throws HttpError 400 for anything else. */
export async function readJson(req: IncomingMessage): Promise<Record<string, unknown>> {
  const text = (await readBody(req)).toString('utf8')
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HttpError(400, 'The body is not JSON')
  }
  if (!isRecord(value)) throw new HttpError(400, 'The body is not a JSON object')
  return value
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
  res.end(JSON.stringify(body))
}

export function sendHtml(
  res: ServerResponse,
  status: number,
  html: string,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
  res.end(html)
}

export function sendRedirect(res: ServerResponse, location: string, status: 302 | 303 = 302): void {
  res.writeHead(status, { location, 'cache-control': 'no-store' })
  res.end()
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes text for an element's content or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}

/** JSON that may stand inside a `<script>` element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

/** Runs a handler and answers what it throws, so that no request is left hanging. */
export function answer(req: IncomingMessage, res: ServerResponse, run: () => void | Promise<void>): void {
  Promise.resolve()
    .then(run)
    .catch((error: unknown) => {
      if (!(error instanceof HttpError)) console.error(`dev store: ${req.method} ${req.url}`, error)
      if (res.headersSent) return res.destroy()
      const status = error instanceof HttpError ? error.status : 500
      sendJson(res, status, { error: error instanceof Error ? error.message : String(error) })
    })
}

/** Listens on loopback and answers the port; port 0 takes a free one. Rejects when the port is taken. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is taken by another program on this machine. Choose others with -- --port N.`,
            )
          : error,
      )
    server.once('error', refuse)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refuse)
      // A server that listens on a TCP port has an AddressInfo, never a pipe's path.
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Collects a server's open sockets so that closing does not wait for keep-alive connections. */
export function closer(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
}
