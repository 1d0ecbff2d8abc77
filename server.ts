import { createServer, type Server } from 'node:http'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { ViteDevServer } from 'vite'
import type { AppProcess } from './app/process.server.ts'

/*
 * The process: HTTP, and the worker beside it unless HOMEWARD_WORKER=off. `node server.ts --worker` works jobs alone,
 * `node server.ts --dev` serves the sources through Vite. Everything else is one module graph, the Remix build's, so that
 * pages, webhooks and jobs share one database connection and one queue.
 */

const isDevelopment = process.argv.includes('--dev')
const workerOnly = process.argv.includes('--worker')
/** How long requests and jobs may go on after SIGTERM; then what is left is handed back. */
const graceMs = 15_000

/** What `app/entry.server.tsx` exports besides rendering. */
type Entry = { startProcess(options: { workerOnly: boolean }): Promise<AppProcess> }

type Source = { build: () => Promise<ServerBuild>; vite: ViteDevServer | null }

async function openSource(): Promise<Source> {
  if (isDevelopment) {
    const { createServer: createVite } = await import('vite')
    const before = process.listeners('SIGTERM')
    const vite = await createVite({ server: { middlewareMode: true } })
    // Remix's second compiler would end the process at SIGTERM with jobs in hand; here one place decides about that.
    for (const listener of process.listeners('SIGTERM'))
      if (!before.includes(listener)) process.off('SIGTERM', listener)
    // The virtual module is Remix's own, and this is its type.
    return {
      vite,
      build: () => vite.ssrLoadModule('virtual:remix/server-build') as unknown as Promise<ServerBuild>,
    }
  }
  const path = new URL('./build/server/index.js', import.meta.url)
  if (!existsSync(path)) throw new Error('The app is not built yet. Run npm run build first.')
  // The built file has no types; it is what `remix vite:build` wrote.
  const build = (await import(path.href)) as ServerBuild
  return { vite: null, build: () => Promise.resolve(build) }
}

function httpApp({ build, vite }: Source, app: AppProcess, state: { isDraining: boolean }): Express {
  const web = express()
  web.disable('x-powered-by')
  // Only a proxy on this machine may say which address a request came from.
  web.set('trust proxy', 'loopback')
  web.use((request, response, next) => {
    response.set(app.commonHeaders)
    // The address that the connection came from: whatever the caller says of himself is written over.
    request.headers['x-homeward-client'] = request.ip ?? ''
    next()
  })
  web.get('/healthz', (_request, response) => {
    response.type('text').set('cache-control', 'no-store').send('ok')
  })
  web.get('/readyz', async (_request, response) => {
    const isReady = !state.isDraining && (await isWorking(app))
    response
      .status(isReady ? 200 : 503)
      .type('text')
      .set('cache-control', 'no-store')
      .send(isReady ? 'ready' : 'not ready')
  })
  if (vite) web.use(vite.middlewares)
  else {
    web.use(
      '/assets',
      express.static('build/client/assets', { immutable: true, maxAge: '1y', fallthrough: false }),
    )
    web.use(express.static('build/client', { maxAge: '1h', index: false }))
  }
  web.use(protectDocuments)
  web.all('*', async (request, response, next) => {
    const mode = isDevelopment ? 'development' : 'production'
    await createRequestHandler({ build: await build(), mode })(request, response, next)
  })
  web.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const status = statusOf(error)
    if (status >= 500) app.log.error({ error }, 'A request failed')
    if (response.headersSent) next(error)
    else
      response
        .status(status)
        .type('text')
        .send(status === 404 ? 'Not found' : 'Something went wrong.')
  })
  return web
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}

async function isWorking(app: AppProcess): Promise<boolean> {
  try {
    await app.checkReady()
    return true
  } catch (error) {
    app.log.warn({ error }, 'Not ready')
    return false
  }
}

/** A document that sets no policy of its own can be framed by nobody. */
function protectDocuments(_request: Request, response: Response, next: NextFunction): void {
  const writeHead = response.writeHead.bind(response)
  // `writeHead` is called once, by whatever sends the answer, with all headers set.
  response.writeHead = ((...parts: Parameters<typeof writeHead>) => {
    const isDocument = /^text\/html/.test(String(response.getHeader('content-type') ?? ''))
    if (isDocument && !response.hasHeader('content-security-policy'))
      response.setHeader('content-security-policy', `default-src 'none'; frame-ancestors 'none'`)
    return writeHead(...parts)
  }) as typeof response.writeHead
  next()
}

/** Asks for no new requests, waits for the running ones, then for the jobs. A second signal ends the process at once. */
function stopOnSignal(
  app: AppProcess,
  server: Server | null,
  vite: ViteDevServer | null,
  state: { isDraining: boolean },
): void {
  const stop = async () => {
    app.log.info('Stopping')
    if (server) {
      // A moment for load balancers that still ask /readyz; the embedded database has none in front.
      if (app.role === 'web') await sleep(2_000)
      server.close()
      server.closeIdleConnections()
      const hardEnd = setTimeout(() => server.closeAllConnections(), graceMs)
      if (server.listening) await new Promise((resolve) => server.once('close', resolve))
      clearTimeout(hardEnd)
    }
    await vite?.close()
    await app.stop(graceMs)
    app.log.info('Stopped')
  }
  const onSignal = () => {
    if (state.isDraining) process.exit(1)
    state.isDraining = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        app.log.error({ error }, 'Stopping failed')
        process.exit(1)
      },
    )
  }
  for (const signal of stopSignals) {
    process.off(signal, endWhileStarting)
    process.on(signal, onSignal)
  }
}

const stopSignals = ['SIGTERM', 'SIGINT'] as const

/** Nothing is in hand yet, and the database goes back to its last commit by itself. */
function endWhileStarting(): void {
  process.exit(0)
}

async function main(): Promise<void> {
  for (const signal of stopSignals) process.on(signal, endWhileStarting)
  const source = await openSource()
  const { entry } = await source.build()
  // Remix types the entry by what it needs itself; ours exports more.
  const app = await (entry.module as unknown as Entry).startProcess({ workerOnly })
  const state = { isDraining: false }
  const server = app.role === 'worker' ? null : createServer(httpApp(source, app, state))
  stopOnSignal(app, server, source.vite, state)
  if (!server) {
    app.log.info('Working jobs')
    return
  }
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(app.port, app.host, resolve),
  )
  const address = server.address()
  app.log.info({ role: app.role, port: typeof address === 'object' ? address?.port : app.port }, 'Listening')
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
