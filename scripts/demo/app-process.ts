import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Credentials that the dev store and the app share. They open nothing but the local demo. */
export const demoCredentials = {
  apiKey: 'homeward-demo-key',
  apiSecret: 'homeward-demo-secret-0123456789abcdef',
}

export type AppProcess = {
  /** Where the process really listens; the world reaches it through the dev store's tunnel. */
  readonly origin: string
  readonly process: ChildProcess
  /** Asks the process to drain and waits for its end; kills it after 20 s. */
  stop(): Promise<void>
}

export type AppProcessOptions = {
  readonly port: number
  readonly appUrl: string
  readonly devStoreUrl: string
  readonly smtpUrl: string
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly env?: Readonly<Record<string, string>>
  /** Aborted before the process is ready: it is stopped, and `startApp` throws. */
  readonly signal?: AbortSignal
  /** Every line that the process writes. */
  readonly onLine?: (line: string) => void
}

/** The environment that the demo's app runs in, and nothing of the one around it. */
export function appEnvironment(options: AppProcessOptions): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    PORT: String(options.port),
    HOST: '127.0.0.1',
    DEV_STORE_URL: options.devStoreUrl,
    SHOPIFY_API_KEY: demoCredentials.apiKey,
    SHOPIFY_API_SECRET: demoCredentials.apiSecret,
    SHOPIFY_APP_URL: options.appUrl,
    SMTP_URL: options.smtpUrl,
    MAIL_FROM: 'Homeward demo <returns@homeward-demo.example>',
    ENCRYPTION_KEY: Buffer.alloc(32, 'demo').toString('base64'),
    HOMEWARD_DATA_DIR: options.dataDir,
    ALLOW_EMBEDDED_DB: '1',
    HOMEWARD_DEMO: '1',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    ...options.env,
  }
}

/**
 * Starts the built app as production would, with one addition from outside: the preload that leads `*.myshopify.com` to
 * the dev store and moves the clock with it. Resolves when `/readyz` answers 200; throws with the last lines of its log.
 */
export async function startApp(options: AppProcessOptions): Promise<AppProcess> {
  const origin = `http://127.0.0.1:${options.port}`
  const lines: string[] = []
  const child = spawn(process.execPath, ['--import', './dev-store/preload.mjs', 'server.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches the starter alone, which then stops the app in order.
    detached: true,
    env: appEnvironment(options),
  })
  // However this process ends, it leaves no app behind that nobody can see.
  const leaveNothing = () => child.kill('SIGKILL')
  process.once('exit', leaveNothing)
  child.once('exit', () => process.off('exit', leaveNothing))
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      for (const line of text.split('\n').filter((entry) => entry.trim() !== '')) {
        lines.push(line)
        if (lines.length > 200) lines.shift()
        options.onLine?.(line)
      }
    })
  }
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(timer)
  }
  const deadline = Date.now() + 90_000
  for (;;) {
    const died = child.exitCode !== null || child.signalCode !== null
    // Somebody else may answer at this address: what has died is not ready.
    if (!died && (await isReady(origin))) break
    if (options.signal?.aborted) {
      await stop()
      options.signal.throwIfAborted()
    }
    if (died || Date.now() > deadline) {
      await stop()
      throw new Error(
        `The app ${died ? 'stopped while starting' : 'was not ready after 90 s'}:\n${lines.slice(-25).join('\n')}`,
      )
    }
    await sleep(150)
  }
  return { origin, process: child, stop }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}
