import type { Plan } from './state.ts'

/** Points a second (returns-api §9.8); a bucket holds twenty seconds of them (captured: 2000 at 100/s). */
const RATE: Record<Plan, number> = { standard: 100, advanced: 200, plus: 1000, enterprise: 2000 }
const SECONDS = 20
/** One query may ask for at most this many points. */
export const SINGLE_QUERY_MAXIMUM = 1000

export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number }
export type Throttle = {
  status(key: string, plan: Plan): ThrottleStatus
  charge(key: string, plan: Plan, points: number): ThrottleStatus
}

/** Leaky buckets per app and shop. They refill in real time, whatever the dev store's clock says, and are not state. */
export const createThrottle = (nowMs: () => number = () => performance.now()): Throttle => {
  const buckets = new Map<string, { available: number; at: number }>()
  const refill = (key: string, plan: Plan) => {
    const rate = RATE[plan]
    const maximum = rate * SECONDS
    const at = nowMs()
    const bucket = buckets.get(key) ?? { available: maximum, at }
    bucket.available = Math.min(maximum, bucket.available + ((at - bucket.at) / 1000) * rate)
    bucket.at = at
    buckets.set(key, bucket)
    return bucket
  }
  const report = (available: number, plan: Plan): ThrottleStatus => ({
    maximumAvailable: RATE[plan] * SECONDS,
    currentlyAvailable: Math.floor(available),
    restoreRate: RATE[plan],
  })
  return {
    status: (key, plan) => report(refill(key, plan).available, plan),
    charge(key, plan, points) {
      const bucket = refill(key, plan)
      bucket.available = Math.max(0, bucket.available - points)
      return report(bucket.available, plan)
    },
  }
}
