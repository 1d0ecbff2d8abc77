import http from 'node:http'
import https from 'node:https'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { signedProxyQuery } from './proxy-signature.ts'
import type { ProxyIdentity } from './proxy-signature.ts'

/** `[app_proxy]` of the app's configuration with its address made absolute, and the secret that signs. */
export type AppProxyTarget = { prefix: string; subpath: string; url: string; apiSecret: string }

export type ProxyRequest = {
  req: IncomingMessage
  res: ServerResponse
  target: AppProxyTarget
  identity: Omit<ProxyIdentity, 'secret'>
  /** What follows the path prefix, still encoded: '' or '/lookup'. */
  rest: string
  query: URLSearchParams
  /** Storefront's own origin. */
  origin: string
  timeoutMs: number
  /** Renders an `application/liquid` answer inside the theme. */
  renderLiquid(template: string): Promise<string>
  /** Shopify's error page for an app that does not answer. */
  errorPage(status: number): Promise<string>
}

/** Hop-by-hop headers, cookies (never shared with apps) and what the proxy sets by itself. */
const NOT_FORWARDED = new Set([
  'cookie', 'host', 'connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'proxy-authorization',
  'proxy-connection', 'accept-encoding', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'expect',
]) // prettier-ignore
const NOT_RETURNED = new Set([
  'set-cookie',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'trailer',
  'proxy-authenticate',
])

/** An answer that is rendered as Liquid is held in memory; a page is never this large. */
const LARGEST_TEMPLATE = 5_000_000

function forwardedHeaders({ req, origin }: ProxyRequest, url: URL): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = { host: url.host }
  for (const [name, value] of Object.entries(req.headers)) {
    if (!NOT_FORWARDED.has(name)) headers[name] = value
  }
  if (req.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  const address = req.socket.remoteAddress ?? '127.0.0.1'
  const before = req.headers['x-forwarded-for']
  headers['x-forwarded-for'] = before === undefined ? address : `${String(before)}, ${address}`
  headers['x-forwarded-host'] = new URL(origin).host
  headers['x-forwarded-proto'] = 'http'
  return headers
}

/** An address of the app becomes the shop's: under the path prefix where it is the proxy's, else on the storefront's root. */
function storefrontLocation(location: string, proxyUrl: string, pathPrefix: string): string {
  const proxy = new URL(proxyUrl)
  let target: URL
  try {
    target = new URL(location)
  } catch {
    return location
  }
  if (target.origin !== proxy.origin) return location
  const base = proxy.pathname.replace(/\/$/, '')
  const isProxied = target.pathname === base || target.pathname.startsWith(`${base}/`)
  const path = isProxied ? `${pathPrefix}${target.pathname.slice(base.length)}` : target.pathname
  return `${path}${target.search}${target.hash}`
}

function returnedHeaders(proxied: ProxyRequest, answer: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!NOT_RETURNED.has(name)) headers[name] = value
  }
  if (answer.headers.location !== undefined) {
    headers.location = storefrontLocation(
      answer.headers.location,
      proxied.target.url,
      proxied.identity.pathPrefix,
    )
  }
  return headers
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    // No encoding is set on the answer, so its chunks are Buffers.
    const part = chunk as Buffer
    size += part.length
    if (size > LARGEST_TEMPLATE) throw new Error('the Liquid template of the app is too large')
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function deliver(proxied: ProxyRequest, answer: IncomingMessage): Promise<void> {
  const { res, req } = proxied
  const status = answer.statusCode ?? 502
  if (status >= 500) {
    answer.resume()
    await sendErrorPage(proxied, status)
    return
  }
  const headers = returnedHeaders(proxied, answer)
  const isLiquid = /^application\/liquid\b/i.test(answer.headers['content-type'] ?? '')
  if (isLiquid && req.method !== 'HEAD') {
    const html = await proxied.renderLiquid(await readText(answer))
    delete headers['content-length']
    delete headers['content-encoding']
    delete headers.etag
    res.writeHead(status, { ...headers, 'content-type': 'text/html; charset=utf-8' })
    res.end(html)
    return
  }
  res.writeHead(status, headers)
  await new Promise<void>((resolve) => {
    pipeline(answer, res, (error) => {
      if (error) res.destroy()
      resolve()
    })
  })
}

async function sendErrorPage(proxied: ProxyRequest, status: number): Promise<void> {
  if (proxied.res.headersSent) {
    proxied.res.destroy()
    return
  }
  const html = await proxied.errorPage(status)
  proxied.res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  proxied.res.end(html)
}

/**
 * Forwards one storefront request to the app and answers what comes back. Method, body and query go on as they are, with
 * Shopify's signed parameters; cookies go neither way. The app has `timeoutMs` of real time until its answer begins; then,
 * when it is down and when it answers 5xx, the visitor sees Shopify's error page.
 */
export function forwardToApp(proxied: ProxyRequest): Promise<void> {
  const { req, res, target, identity, query, rest } = proxied
  const url = new URL(target.url.replace(/\/$/, '') + rest)
  url.search = signedProxyQuery(query, { ...identity, secret: target.apiSecret }).toString()
  return new Promise((resolve, reject) => {
    let answered = false
    const fail = (status: number): void => {
      if (answered) return
      answered = true
      upstream.destroy()
      req.resume()
      sendErrorPage(proxied, status).then(resolve, reject)
    }
    const send = url.protocol === 'https:' ? https.request : http.request
    const upstream = send(
      url,
      { method: req.method ?? 'GET', headers: forwardedHeaders(proxied, url) },
      (answer) => {
        if (answered) return void answer.resume()
        answered = true
        clearTimeout(timer)
        deliver(proxied, answer).then(resolve, reject)
      },
    )
    const timer = setTimeout(() => fail(504), proxied.timeoutMs)
    upstream.on('error', () => {
      clearTimeout(timer)
      fail(502)
    })
    res.on('close', () => {
      clearTimeout(timer)
      if (!res.writableFinished) upstream.destroy()
      resolve()
    })
    req.pipe(upstream)
  })
}
