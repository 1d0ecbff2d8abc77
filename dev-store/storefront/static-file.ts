import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import type { IncomingMessage, ServerResponse } from 'node:http'

const MIME_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.woff2': 'font/woff2',
}

/** Sends bytes with an ETag; a browser that has them gets 304. Edits show on the next load. */
export function sendBytes(req: IncomingMessage, res: ServerResponse, bytes: Buffer, type: string): void {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 20)}"`
  const headers = {
    etag,
    'cache-control': 'public, max-age=0, must-revalidate',
    'x-content-type-options': 'nosniff',
  }
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, headers)
    res.end()
    return
  }
  res.writeHead(200, { ...headers, 'content-type': type, 'content-length': bytes.length })
  res.end(req.method === 'HEAD' ? undefined : bytes)
}

/** Sends a file that lies directly in a folder (assets are flat in Shopify); answers false when there is none. */
export async function sendAsset(
  req: IncomingMessage,
  res: ServerResponse,
  folder: string,
  name: string,
): Promise<boolean> {
  const type = MIME_TYPES[extname(name).toLowerCase()]
  if (type === undefined || name.includes('/') || name.includes(sep) || name.startsWith('.')) return false
  let bytes: Buffer
  try {
    bytes = await readFile(join(folder, name))
  } catch {
    return false
  }
  sendBytes(req, res, bytes, type)
  return true
}
