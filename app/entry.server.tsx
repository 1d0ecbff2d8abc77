import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { log } from './log.server.ts'
import { addSecurityHeaders } from './security-headers.server.ts'

/** How long late parts of a page (a quote that Shopify has to answer) may take before the page ends without them. */
export const streamTimeout = 15_000

export default async function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  addSecurityHeaders(request, responseHeaders)
  const whenReady = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={remixContext} url={request.url} />, {
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
