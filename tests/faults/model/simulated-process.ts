import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * A process as the rig sees it: everything that runs inside `asProcess` belongs to it. At each boundary (before and after a
 * transaction, a call to Shopify, a mail) it may have to wait for its turn, and it may be dead: then nothing that it still
 * tries reaches the world, exactly as after SIGKILL.
 */
export type SimulatedProcess = {
  readonly name: string
  isDead: boolean
  /** How many boundaries it may still pass before it dies; null when nobody kills it. */
  boundariesLeft: number | null
  /** Waits for this process' turn where several run at once. */
  takeTurn: ((label: string) => Promise<void>) | null
}

const diedMessage = 'This process was killed by the rig'

const running = new AsyncLocalStorage<SimulatedProcess>()

/** Whether an error is the rig's own: a killed process tells nobody. */
export function isDeath(error: unknown): boolean {
  return error instanceof Error && error.message === diedMessage
}

/** A new process; it dies at its `boundariesLeft`th boundary when that is given. */
export function newProcess(name: string, boundariesLeft: number | null = null): SimulatedProcess {
  return { name, isDead: false, boundariesLeft, takeTurn: null }
}

/** Runs `work` as the process. Answers undefined when the process died on the way. */
export async function asProcess<T>(
  process: SimulatedProcess,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await running.run(process, work)
  } catch (error) {
    if (process.isDead) return undefined
    throw error
  }
}

/** Runs `work` outside of every process, also in the middle of one. */
export function asRig<T>(work: () => Promise<T>): Promise<T> {
  return running.exit(work)
}

/** A place where a process can be stopped or killed. Throws when it is dead; the rig itself passes. */
export async function boundary(label: string): Promise<void> {
  const process = running.getStore()
  if (process === undefined) return
  dieIfDead(process)
  if (process.boundariesLeft !== null) {
    if (process.boundariesLeft <= 0) process.isDead = true
    else process.boundariesLeft -= 1
  }
  dieIfDead(process)
  if (process.takeTurn !== null) await process.takeTurn(label)
  dieIfDead(process)
}

function dieIfDead(process: SimulatedProcess): void {
  if (process.isDead) throw new Error(diedMessage)
}
