import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { appEnvironment, type AppProcessOptions } from '../../../scripts/demo/app-process.ts'
import { freePort } from '../../../scripts/demo/free-port.ts'

/** The built server in a process of its own, with the rig's preload beside the dev store's. */
export type DoomedProcess = {
  readonly origin: string
  readonly child: ChildProcess
  /** Says where it is to die; null takes it back. Resolves when the process has heard it. */
  arm(point: string | null): Promise<void>
  kill(): Promise<void>
  isAlive(): boolean
  lastLines(): string
}

/** Starts web and worker in one process, or the worker alone. Resolves when it works. */
export async function startDoomed(
  options: Omit<AppProcessOptions, 'port'>,
  kind: 'all' | 'worker' = 'all',
): Promise<DoomedProcess> {
  const port = await freePort()
  const lines: string[] = []
  const child = spawn(
    process.execPath,
    [
      '--import',
      './dev-store/preload.mjs',
      '--import',
      './tests/faults/kill/preload.mjs',
      'server.ts',
      ...(kind === 'worker' ? ['--worker'] : []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...appEnvironment({ ...options, port }), LOG_LEVEL: 'info' },
    },
  )
  const leaveNothing = () => child.kill('SIGKILL')
  process.once('exit', leaveNothing)
  child.once('exit', () => process.off('exit', leaveNothing))
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''))
      lines.splice(0, Math.max(0, lines.length - 60))
    })
  }
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const origin = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 90_000
  const isUp = () =>
    kind === 'worker' ? Promise.resolve(lines.some((line) => line.includes('Working jobs'))) : isReady(origin)
  while (!(await isUp())) {
    if (!isAlive() || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`The server did not come up:\n${lines.slice(-25).join('\n')}`)
    }
    await sleep(100)
  }
  return {
    origin,
    child,
    isAlive,
    lastLines: () => lines.slice(-20).join('\n'),
    arm: async (point) => {
      const heard = once(child, 'message')
      child.send({ crashAt: point })
      await heard
    },
    kill: async () => {
      if (!isAlive()) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) })
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}
