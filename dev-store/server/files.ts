import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import type { StagedUpload } from '../engine/state.ts'
import { HttpError, readBody } from './http.ts'

/** GET /files/{key}: bytes that Shopify's CDN would serve. */
export function sendFile(engine: Engine, key: string, res: ServerResponse): void {
  const blob = engine.state.tables.blobs[key]
  if (blob === undefined) throw new HttpError(404, `There is no file ${key}`)
  const bytes = Buffer.from(blob.body, blob.base64 ? 'base64' : 'utf8')
  res.writeHead(200, {
    'content-type': blob.mimeType,
    'content-length': String(bytes.length),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'access-control-allow-origin': '*',
  })
  res.end(bytes)
}

/**
 * PUT or POST /staged/{key}: takes the bytes of a staged upload. The declared method, type and size hold, and the address
 * expires (behaviour §1).
 */
export async function takeStagedUpload(
  engine: Engine,
  key: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const upload = engine.state.tables.stagedUploads[key]
  if (upload === undefined) throw new HttpError(404, `There is no staged upload ${key}`)
  if (req.method !== upload.httpMethod) throw new HttpError(405, `This upload wants ${upload.httpMethod}`)
  if (Date.parse(upload.expiresAt) <= engine.clock.now().getTime())
    throw new HttpError(403, 'The upload address has expired')
  const raw = await readBody(req, upload.maximumBytes + 100_000)
  const { bytes, mimeType } =
    upload.httpMethod === 'POST'
      ? await formFile(raw, req)
      : { bytes: raw, mimeType: req.headers['content-type'] ?? '' }
  if (bytes.length > upload.maximumBytes)
    throw new HttpError(400, `The file is larger than ${upload.maximumBytes} bytes`)
  if (mimeType !== '' && mimeType.split(';')[0] !== upload.mimeType)
    throw new HttpError(400, `The file is ${mimeType}, declared was ${upload.mimeType}`)
  keep(engine, upload, bytes)
  res.writeHead(upload.httpMethod === 'POST' ? 201 : 200, { 'content-type': 'application/xml' })
  res.end(`<?xml version="1.0"?><PostResponse><Key>${upload.key}</Key></PostResponse>`)
}

async function formFile(raw: Buffer, req: IncomingMessage): Promise<{ bytes: Buffer; mimeType: string }> {
  const type = req.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) throw new HttpError(400, 'The upload is no multipart form')
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
  const file = form.get('file')
  if (file === null || typeof file === 'string') throw new HttpError(400, 'The form has no part named file')
  return { bytes: Buffer.from(await file.arrayBuffer()), mimeType: file.type }
}

function keep(engine: Engine, upload: StagedUpload, bytes: Buffer): void {
  engine.transact(upload.shop, (context) => {
    context.edit('stagedUploads', upload.key).uploaded = true
    if (context.state.tables.blobs[upload.key] !== undefined) context.remove('blobs', upload.key)
    const isText = /^(text\/|application\/(json|jsonl|x-ndjson))/.test(upload.mimeType)
    context.insert('blobs', upload.key, {
      key: upload.key,
      shop: upload.shop,
      mimeType: upload.mimeType,
      base64: !isText,
      body: bytes.toString(isText ? 'utf8' : 'base64'),
      createdAt: context.now,
    })
  })
}
