import type { ShopContext } from '#app/context.server.ts'
import type { JobName, JobPayload } from './definitions.ts'

/**
 * Does one job. It may run twice and may have died half-way before: its comment says how it is idempotent. Returns when
 * nothing is left to do, throws to be tried again later.
 */
export type Handler<Name extends JobName> = (ctx: ShopContext, payload: JobPayload<Name>) => Promise<void>

/** One handler for every job. */
export type Handlers = { readonly [Name in JobName]: Handler<Name> }
