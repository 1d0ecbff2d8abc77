import { startDevStore, type DevStore } from '../../dev-store/start.ts'
import { demoCredentials, startApp, type AppProcess } from './app-process.ts'
import { importPastReturns } from './import-past-returns.ts'
import { freePort, mustBeFree } from './free-port.ts'

export type Demo = {
  readonly devStore: DevStore
  readonly app: AppProcess
  stop(): Promise<void>
}

export type DemoOptions = {
  /** Base port; absent = free ports. */
  readonly port?: number
  /** Folder of the demo's data; absent = nothing outlives the process (the app then gets `appDataDir`). */
  readonly dataDir?: string
  readonly appDataDir: string
  readonly databaseUrl?: string
  readonly ordersFile?: string
  readonly env?: Readonly<Record<string, string>>
  /** Aborted while the start is under way: what has begun is taken down again, and `startDemo` throws. */
  readonly signal?: AbortSignal
  readonly onProgress?: (line: string) => void
  readonly onAppLine?: (line: string) => void
}

/**
 * Starts the dev store, then the app behind it, then installs the app in every shop as a merchant would: by opening it.
 * Throws (and leaves nothing running) when a part does not come up.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const progress = options.onProgress ?? (() => undefined)
  // Said at once, and not after the shops are filled.
  if (options.port !== undefined) await mustBeFree(options.port + 3)
  const devStore = await startDevStore({
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    ...(options.ordersFile === undefined ? {} : { ordersFile: options.ordersFile }),
    app: demoCredentials,
    onProgress: progress,
  })
  try {
    options.signal?.throwIfAborted()
    progress('Starting the app…')
    // Picked after the dev store has taken its own ports.
    const appPort = options.port === undefined ? await freePort() : options.port + 3
    devStore.setAppOrigin(`http://127.0.0.1:${appPort}`)
    const app = await startApp({
      port: appPort,
      appUrl: devStore.urls.appUrl,
      devStoreUrl: devStore.urls.base,
      smtpUrl: devStore.urls.smtp,
      dataDir: options.appDataDir,
      ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onAppLine === undefined ? {} : { onLine: options.onAppLine }),
    })
    try {
      progress('Opening the app in each shop…')
      for (const shop of devStore.shops) {
        options.signal?.throwIfAborted()
        await installApp(devStore, shop.domain)
      }
      if (options.ordersFile !== undefined) await handOverPastReturns(devStore, progress)
      options.signal?.throwIfAborted()
    } catch (error) {
      await app.stop()
      throw error
    }
    return {
      devStore,
      app,
      stop: async () => {
        await app.stop()
        await devStore.close()
      },
    }
  } catch (error) {
    await devStore.close()
    throw error
  }
}

/** The demo is as good without them: what went wrong is said, and it goes on. */
async function handOverPastReturns(devStore: DevStore, progress: (line: string) => void): Promise<void> {
  try {
    progress(`Past returns handed to the app: ${await importPastReturns(devStore)}`)
  } catch (error) {
    progress(`The past returns were not handed to the app: ${String(error)}`)
  }
}

async function installApp(devStore: DevStore, shop: string): Promise<void> {
  const response = await fetch(`${devStore.urls.base}/control/api/install`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ shop }),
    signal: AbortSignal.timeout(60_000),
  })
  const text = await response.text()
  if (!response.ok)
    throw new Error(
      `Installing the app in ${shop} failed with HTTP ${response.status}: ${text.slice(0, 500)}`,
    )
}
