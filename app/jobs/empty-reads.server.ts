import { addSeconds, secondsBetween } from '#app/domain/dates.ts'
import { env } from '#app/env.server.ts'
import { EmptyReads } from './refund-request.ts'

type EmptyRead = EmptyReads[number]

/** The reads without a trace that an intent keeps; what is stored in another shape counts as none. */
function keptBy({ emptyReads }: { readonly emptyReads: unknown }): EmptyReads {
  return EmptyReads.catch([]).parse(emptyReads ?? [])
}

/**
 * One more look at Shopify that found no trace. `reads` is what to keep: the equal ones, at most twenty. `isSure` when two of
 * them lie `REFUND_RECHECK_SECONDS` apart (reliability rule R4).
 */
export function afterEmptyRead(
  intent: { readonly emptyReads: unknown },
  read: EmptyRead,
): { readonly reads: EmptyReads; readonly isSure: boolean } {
  const equal = keptBy(intent).filter((one) => one.fingerprint === read.fingerprint)
  return { reads: [...equal, read].slice(0, 20), isSure: isFarApart(equal[0], read) }
}

/** Whether the last look and an equal one before it lie far enough apart. */
export function isLookedForTwice(intent: { readonly emptyReads: unknown }): boolean {
  const reads = keptBy(intent)
  const last = reads.at(-1)
  return isFarApart(
    reads.find((one) => one.fingerprint === last?.fingerprint),
    last,
  )
}

function isFarApart(first: EmptyRead | undefined, last: EmptyRead | undefined): boolean {
  if (first === undefined || last === undefined) return false
  return secondsBetween(first.at, last.at) >= env.REFUND_RECHECK_SECONDS
}

/** When to look again at something that may take days: more and more seldom, at least every six hours. */
export function patientLook({ createdAt }: { readonly createdAt: string }, now: string): string {
  const age = secondsBetween(createdAt, now)
  return addSeconds(now, Math.min(6 * 3600, Math.max(env.REFUND_RECHECK_SECONDS, Math.floor(age / 2))))
}

/** When to look for the second time. */
export function secondLook(now: string): string {
  return addSeconds(now, env.REFUND_RECHECK_SECONDS)
}
