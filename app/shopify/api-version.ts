import { secondsBetween } from '#app/domain/dates.ts'

/** The one Admin API version of the app. `shopify.app.toml`, `.graphqlrc.ts` and the dev store agree with it by test. */
export const apiVersion = '2026-10'

const day = 86_400
const warnDays = 60

/** Shopify supports a stable version for at least twelve months from the first day of its quarter, 00:00 UTC. */
function supportedUntil(version: string): string {
  const [year = 0, month = 1] = version.split('-').map(Number)
  return new Date(Date.UTC(year + 1, month - 1, 1)).toISOString()
}

/**
 * How long Shopify still has to answer a version at the instant `now`. `ends_soon` from 60 days before its end; `retired`
 * after it: Shopify then answers with the oldest version that it has, and nothing that was tested holds.
 */
export type ApiVersionSupport = {
  readonly state: 'supported' | 'ends_soon' | 'retired'
  readonly version: string
  /** ISO instant. */
  readonly until: string
}

/** Reads it off the version's name. */
export function apiVersionSupport(now: string, version: string = apiVersion): ApiVersionSupport {
  const until = supportedUntil(version)
  const isSoon = secondsBetween(now, until) <= warnDays * day
  const state = secondsBetween(now, until) <= 0 ? 'retired' : isSoon ? 'ends_soon' : 'supported'
  return { state, version, until }
}

/** The warning in one sentence for operators and staff; null while there is time. */
export function sayApiVersionEnd(now: string, version: string = apiVersion): string | null {
  const { state, until } = apiVersionSupport(now, version)
  if (state === 'supported') return null
  const on = until.slice(0, 10)
  return state === 'retired'
    ? `Shopify supports API version ${version} no longer, since ${on}: update Homeward before money moves again.`
    : `Shopify supports API version ${version} until ${on}: update Homeward before that day.`
}
