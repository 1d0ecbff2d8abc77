import { setTimeout as sleep } from 'node:timers/promises'
import { asProcess, type SimulatedProcess } from './simulated-process.ts'
import { realMs } from './virtual-time.ts'

export type Actor = { readonly process: SimulatedProcess; readonly work: () => Promise<unknown> }

/** Says which of so many waiting steps is next: a story's list of numbers, taken one by one; the first step once they are used up. */
export type Turns = (waiting: number) => number

/** The turns of a list. */
export function turnsOf(list: readonly number[]): Turns {
  let taken = 0
  return (waiting) => (list[taken++] ?? 0) % waiting
}

type Seat = { isBusy: boolean; isDone: boolean; waiting: (() => void)[] }

/** How long an actor may go on without reaching a boundary before another one gets its turn, in real milliseconds. */
const patienceMs = 2_000
/** The same for one that does several things at once and waits with one of them: the other is done, or soon will be. */
const branchPatienceMs = 25

/**
 * Runs actors side by side, one step at a time: at each boundary all wait, and the turns say who goes on. They are part of the
 * story, so a story gives exactly the same interleaving again.
 */
export async function takeTurns(turns: Turns, actors: readonly Actor[]): Promise<void> {
  const seats: Seat[] = actors.map(() => ({ isBusy: true, isDone: false, waiting: [] }))
  let changed = () => {}
  const failures: unknown[] = []
  const runs = actors.map(async ({ process, work }, index) => {
    const seat = seats[index]
    if (seat === undefined) return
    process.takeTurn = () => {
      seat.isBusy = false
      changed()
      return new Promise((resolve) => seat.waiting.push(resolve))
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
  const allSit = () => seats.every((seat) => seat.isDone || (!seat.isBusy && seat.waiting.length > 0))
  const isOver = () => seats.every((seat) => seat.isDone)
  const someoneWaits = () => seats.some((seat) => seat.waiting.length > 0)
  const isBranching = () => seats.every((seat) => seat.isDone || !seat.isBusy || seat.waiting.length > 0)
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
    letGo(seats, turns)
  }
  await Promise.all(runs)
  if (failures.length > 0) throw failures[0]
}

function letGo(seats: readonly Seat[], turns: Turns): void {
  const steps = seats.flatMap((seat) => seat.waiting.map((go) => ({ seat, go })))
  const chosen = steps[turns(steps.length)]
  if (chosen === undefined) return
  chosen.seat.waiting.splice(chosen.seat.waiting.indexOf(chosen.go), 1)
  chosen.seat.isBusy = true
  chosen.go()
}
