const RealDate = globalThis.Date

/** Every run begins at this instant; orders of the dev store are placed relative to it. */
const beginning = RealDate.parse('2026-11-22T12:00:00.000Z')

let now = beginning
/** What `performance.now()` tells: it only ever grows, also where a run begins anew. */
let elapsed = 0

/** Time of the rig: it stands still until somebody moves it. */
export const virtualTime = {
  now: () => now,
  iso: () => new RealDate(now).toISOString(),
  /** Back to where runs begin. */
  beginAnew: () => {
    now = beginning
    elapsed += 60_000
  },
  advance: (seconds: number) => {
    now += Math.round(seconds * 1000)
    elapsed += Math.round(seconds * 1000)
  },
}

/** Real milliseconds, for the rig's own patience. */
export const realMs = performance.now.bind(performance)

/** `new Date()`, `Date.now()` and `performance.now()` tell the rig's time from here on, in the app and in the dev store alike. */
export function stopTheClocks(): void {
  performance.now = () => elapsed
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      // Reflect.construct answers unknown objects; this one is a Date by its target.
      Reflect.construct(target, args.length === 0 ? [now] : args, newTarget) as Date,
    apply: () => new RealDate(now).toString(),
    get: (target, key, receiver) =>
      key === 'now' ? () => now : (Reflect.get(target, key, receiver) as unknown),
  })
}
