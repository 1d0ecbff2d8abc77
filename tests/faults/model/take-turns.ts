import { setTimeout as sleep } from 'node:timers/promises'
import type { Scheduler } from 'fast-check'
import { asProcess, type SimulatedProcess } from './simulated-process.ts'
import { realMs } from './virtual-time.ts'

export type Actor = { readonly process: SimulatedProcess; readonly work: () => Promise<unknown> }

type Seat = { isBusy: boolean; isDone: boolean; waiting: number }

/** How long an actor may go on without reaching a boundary before another one gets its turn, in real milliseconds. */
const patienceMs = 2_000
/** The same for one that does several things at once and waits with one of them: the other is done, or soon will be. */
const branchPatienceMs = 25

/**
 * Runs actors side by side, one step at a time: at each boundary all wait, and fast-check's scheduler says who goes on. The
 * order is part of the generated value, so a seed and a path give exactly the same interleaving again.
 */
export async function takeTurns(scheduler: Scheduler, actors: readonly Actor[]): Promise<void> {
  const seats = new Map<SimulatedProcess, Seat>()
  let changed = () => {}
  const failures: unknown[] = []
  const runs = actors.map(async ({ process, work }) => {
    const seat: Seat = { isBusy: true, isDone: false, waiting: 0 }
    seats.set(process, seat)
    process.takeTurn = async (label) => {
      seat.isBusy = false
      seat.waiting += 1
      changed()
      await scheduler.schedule(Promise.resolve(), `${process.name} ${label}`)
      seat.waiting -= 1
      seat.isBusy = true
    }
    try {
      await asProcess(process, work)
    } catch (error) {
      failures.push(error)
    } finally {
      process.takeTurn = null
      seat.isBusy = false
      seat.isDone = true
      changed()
    }
  })
  const allSit = () => [...seats.values()].every((seat) => seat.isDone || (!seat.isBusy && seat.waiting > 0))
  const isOver = () => [...seats.values()].every((seat) => seat.isDone)
  const someoneWaits = () => [...seats.values()].some((seat) => seat.waiting > 0)
  const isBranching = () =>
    [...seats.values()].every((seat) => seat.isDone || !seat.isBusy || seat.waiting > 0)
  while (!isOver()) {
    const began = realMs()
    const isPatient = () => realMs() - began < (isBranching() ? branchPatienceMs : patienceMs)
    while (!allSit() && (!someoneWaits() || isPatient())) {
      const change = new Promise<void>((resolve) => (changed = resolve))
      const pause = new AbortController()
      await Promise.race([
        change,
        sleep(branchPatienceMs, undefined, { signal: pause.signal }).catch(() => undefined),
      ])
      pause.abort()
    }
    if (isOver()) break
    await scheduler.waitNext(1)
    // The one that was let go marks itself busy in a microtask.
    await Promise.resolve()
    await Promise.resolve()
  }
  await Promise.all(runs)
  if (failures.length > 0) throw failures[0]
}
