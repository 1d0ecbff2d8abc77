import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { CspNonce } from './csp-nonce.ts'
import { log } from './log.server.ts'
import { addSecurityHeaders } from './security-headers.server.ts'

// server.ts runs the same module graph as the pages: it takes what it starts and stops from here.
export { startProcess } from './process.server.ts'

/** How long late parts of a page (a quote that Shopify has to answer) may take before the page ends without them. */
export const streamTimeout = 15_000

export default async function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  const { nonce } = addSecurityHeaders(request, responseHeaders)
  const whenReady = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'
  return new Promise((resolve, reject) => {
    const page = (
      <CspNonce.Provider value={nonce}>
        <RemixServer context={remixContext} url={request.url} nonce={nonce} />
      </CspNonce.Provider>
    )
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce,
      [whenReady]: () => {
        const body = new PassThrough()
        responseHeaders.set('Content-Type', 'text/html')
        const stream = createReadableStreamFromReadable(body)
        resolve(new Response(stream, { headers: responseHeaders, status: responseStatusCode }))
        pipe(body)
      },
      onShellError: reject,
      onError: (error: unknown) => {
        log.error({ error }, 'A page could not be rendered')
      },
    })
    setTimeout(abort, streamTimeout + 1_000).unref()
  })
}

/** Errors of loaders and actions. A page that does not exist is none, nor is a request that its sender gave up. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return
  log.error({ error, method: request.method, path: new URL(request.url).pathname }, 'A request failed')
}
