import { log } from '#app/log.server.ts'
import { apiVersion, apiVersionSupport, sayApiVersionEnd } from './api-version.ts'

/**
 * Tells the operator's log that Shopify's support for the API version ends soon, or has ended: when a process starts, and by
 * its worker every hour. Answers whether there was something to tell.
 */
export function warnOfApiVersion(now: string, version: string = apiVersion): boolean {
  const words = sayApiVersionEnd(now, version)
  if (words === null) return false
  const { state, until } = apiVersionSupport(now, version)
  log[state === 'retired' ? 'error' : 'warn']({ version, until }, words)
  return true
}
