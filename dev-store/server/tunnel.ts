import http from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { Transform, pipeline } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { escapeHtml, sendHtml, sendJson } from './http.ts'

/** Where Shopify's hosts live locally. Origins without a trailing slash. */
export type LocalHosts = {
  /** Stands for `admin.shopify.com` and `{shop}.myshopify.com/admin`. */
  admin: string
  /** Address of the App Bridge stand-in. */
  appBridge: string
  /** `{shop}.myshopify.com` → origin of its storefront. */
  storefronts: Readonly<Record<string, string>>
}

const APP_BRIDGE_URL = 'https://cdn.shopify.com/shopifycloud/app-bridge.js'
const SHOPIFY_SOURCE =
  /^https:\/\/(cdn\.shopify\.com|admin\.shopify\.com|[a-z0-9*-]+\.myshopify\.com|shopify\.com)(\/|$)/i

/**
 * Rewrites a Content-Security-Policy for a Shopify that lives on loopback. In `frame-ancestors` Shopify's admin and shop hosts
 * give way to the local admin; in every other directive the local address is added beside the host it stands for, so a
 * policy that would block Shopify's own script in production blocks the stand-in too.
 */
export function rewritePolicy(policy: string, hosts: LocalHosts): string {
  return policy
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && directive.toLowerCase() !== 'upgrade-insecure-requests')
    .map((directive) => {
      const [name = '', ...sources] = directive.split(/\s+/)
      const rewritten =
        name.toLowerCase() === 'frame-ancestors'
          ? sources.map((source) => (isAdminSource(source) ? hosts.admin : source))
          : sources.flatMap((source) => [source, ...localSources(source, hosts)])
      return [name, ...new Set(rewritten)].join(' ')
    })
    .join('; ')
}

function isAdminSource(source: string): boolean {
  return /^https:\/\/(admin\.shopify\.com|[a-z0-9*-]+\.myshopify\.com)\/?$/i.test(source)
}

function localSources(source: string, hosts: LocalHosts): string[] {
  const host = SHOPIFY_SOURCE.exec(source)?.[1]?.toLowerCase()
  if (host === undefined) return []
  if (host.startsWith('*.')) return [hosts.admin, ...Object.values(hosts.storefronts)]
  const storefront = hosts.storefronts[host]
  return storefront === undefined ? [hosts.admin] : [hosts.admin, storefront]
}

/** Points an address at Shopify's admin or at a shop to its local counterpart; other addresses stay as they are. */
export function rewriteLocation(location: string, hosts: LocalHosts): string {
  if (!/^https?:\/\//i.test(location)) return location
  const url = new URL(location)
  if (url.hostname === 'admin.shopify.com') return `${hosts.admin}${url.pathname}${url.search}${url.hash}`
  const storefront = hosts.storefronts[url.hostname]
  if (storefront === undefined) return location
  const inAdmin = /^\/admin(\/|$)/.exec(url.pathname)
  if (inAdmin === null) return `${storefront}${url.pathname}${url.search}${url.hash}`
  const handle = url.hostname.replace('.myshopify.com', '')
  return `${hosts.admin}/store/${handle}${url.pathname.slice('/admin'.length)}${url.search}${url.hash}`
}

/** Replaces one string by another in a stream of UTF-8 text, also where it is split between chunks. */
export function replaceInStream(needle: string, replacement: string): Transform {
  const decoder = new StringDecoder('utf8')
  let tail = ''
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      const text = (tail + decoder.write(chunk)).replaceAll(needle, replacement)
      const keep = partialSuffix(text, needle)
      tail = text.slice(text.length - keep)
      callback(null, text.slice(0, text.length - keep))
    },
    flush(callback) {
      callback(null, tail + decoder.end())
    },
  })
}

/** Length of the longest end of `text` that may be the beginning of `needle`: only that much waits for the next chunk. */
function partialSuffix(text: string, needle: string): number {
  for (let length = Math.min(needle.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(needle.slice(0, length))) return length
  }
  return 0
}

/** The headers that the browser gets for the app's answer. */
function rewriteHeaders(headers: IncomingHttpHeaders, hosts: LocalHosts): IncomingHttpHeaders {
  const out: IncomingHttpHeaders = { ...headers }
  for (const name of ['content-security-policy', 'content-security-policy-report-only']) {
    const policy = out[name]
    if (typeof policy === 'string') out[name] = rewritePolicy(policy, hosts)
  }
  if (typeof out.link === 'string') out.link = out.link.replaceAll(APP_BRIDGE_URL, hosts.appBridge)
  if (out.location !== undefined) out.location = rewriteLocation(out.location, hosts)
  delete out['strict-transport-security']
  delete out.connection
  delete out['keep-alive']
  delete out['transfer-encoding']
  return out
}

const DECOMPRESS: Record<string, () => Transform> = {
  gzip: () => createGunzip(),
  br: () => createBrotliDecompress(),
  deflate: () => createInflate(),
}

/**
 * The public address of the app: a reverse proxy, as a tunnel is in development. It streams everything, and changes only what
 * names Shopify's own hosts.
 */
export function createTunnel(options: { target: () => string | undefined; hosts: () => LocalHosts }): Server {
  const agent = new http.Agent({ keepAlive: true })
  const server = http.createServer((req, res) => forward(req, res))
  server.on('upgrade', (req, socket, head) => {
    const target = options.target()
    if (target === undefined) return socket.destroy()
    const { hostname, port } = new URL(target)
    const upstream = connect(Number(port), hostname, () => {
      const lines = [`${req.method} ${req.url} HTTP/1.1`]
      for (let i = 0; i + 1 < req.rawHeaders.length; i += 2)
        lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`)
      upstream.write(`${lines.join('\r\n')}\r\n\r\n`)
      upstream.write(head)
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
  })
  server.on('close', () => agent.destroy())
  return server

  function forward(req: IncomingMessage, res: ServerResponse): void {
    const target = options.target()
    if (target === undefined) {
      notUp(req, res, 'No app has been started yet.')
      return
    }
    const headers: IncomingHttpHeaders = { ...req.headers }
    headers['x-forwarded-for'] = headers['x-forwarded-for'] ?? req.socket.remoteAddress ?? '127.0.0.1'
    headers['x-forwarded-host'] = headers['x-forwarded-host'] ?? req.headers.host ?? ''
    headers['x-forwarded-proto'] = 'http'
    // HTML is rewritten on the way, so it is asked for uncompressed.
    if ((req.headers.accept ?? '').includes('text/html')) delete headers['accept-encoding']
    const upstream = http.request(
      new URL(target),
      { agent, method: req.method ?? 'GET', path: req.url ?? '/', headers },
      (answer) => deliver(answer, res, req.method === 'HEAD'),
    )
    upstream.on('error', (error) => {
      if (res.headersSent) return res.destroy()
      notUp(req, res, error.message)
    })
    res.on('close', () => {
      if (!res.writableFinished) upstream.destroy()
    })
    req.pipe(upstream)
  }

  function deliver(answer: IncomingMessage, res: ServerResponse, headOnly: boolean): void {
    const hosts = options.hosts()
    const headers = rewriteHeaders(answer.headers, hosts)
    const isHtml = (answer.headers['content-type'] ?? '').startsWith('text/html')
    const status = answer.statusCode ?? 502
    const onEnd = (error: unknown): void => {
      if (error !== null && error !== undefined) res.destroy()
    }
    if (!isHtml || headOnly || status === 304) {
      res.writeHead(status, headers)
      pipeline(answer, res, onEnd)
      return
    }
    delete headers['content-length']
    delete headers.etag
    const rewrite = replaceInStream(APP_BRIDGE_URL, hosts.appBridge)
    const decompress = DECOMPRESS[answer.headers['content-encoding'] ?? '']
    delete headers['content-encoding']
    res.writeHead(status, headers)
    if (decompress === undefined) pipeline(answer, rewrite, res, onEnd)
    else pipeline(answer, decompress(), rewrite, res, onEnd)
  }
}

function notUp(req: IncomingMessage, res: ServerResponse, reason: string): void {
  if (!(req.headers.accept ?? '').includes('text/html')) {
    sendJson(res, 502, { error: `The app does not answer: ${reason}` })
    return
  }
  sendHtml(
    res,
    502,
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2"><title>The app is not up yet</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1.5rem;color:#303030}code{background:#f1f1f1;padding:.1em .3em;border-radius:4px}</style>
<h1>The app is not up yet</h1><p>The dev store is running, but the app behind it does not answer. This page tries again every two seconds.</p>
<p><code>${escapeHtml(reason)}</code></p></html>`,
  )
}
