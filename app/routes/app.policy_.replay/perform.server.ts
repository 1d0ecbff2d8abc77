import { z } from 'zod'
import { sayForbidden } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { AskedReplay } from '#app/domain/replay/asked-replay.ts'
import { cancelReplay } from '#app/use-cases/cancel-replay.server.ts'
import { resumeReplay } from '#app/use-cases/resume-replay.server.ts'
import { startReplay } from '#app/use-cases/start-replay.server.ts'
import { sayResumeError, sayStartError } from './replay-words.ts'

const Side = z.union([
  z.object({ kind: z.literal('draft') }),
  z.object({ kind: z.literal('version'), number: z.int().positive() }),
])
const Command = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('start'), asked: AskedReplay, before: Side, after: Side }),
  z.object({ intent: z.literal('cancel'), runId: z.uuid() }),
  z.object({ intent: z.literal('resume'), runId: z.uuid() }),
])
export type ReplayCommand = z.input<typeof Command>

export type ReplayPerformed =
  | { readonly ok: true; readonly message: string; readonly runId: string }
  | { readonly ok: false; readonly message: string; readonly status: number }

/** Begins a replay, stops one, or goes on with it. */
export async function performReplay(ctx: ShopContext, posted: unknown): Promise<ReplayPerformed> {
  const command = Command.safeParse(posted)
  if (!command.success)
    return { ok: false, message: 'Check the days: something is not what it can be.', status: 400 }
  if (command.data.intent === 'start') {
    const started = await startReplay(ctx, command.data)
    if (started.ok) return { ok: true, message: 'The replay has begun', runId: started.value.runId }
    const status = started.error.kind === 'forbidden' ? 403 : 200
    return { ok: false, message: sayStartError(started.error), status }
  }
  const { runId } = command.data
  if (command.data.intent === 'resume') {
    const resumed = await resumeReplay(ctx, { runId })
    if (resumed.ok) return { ok: true, message: 'The replay goes on', runId }
    const status = resumed.error.kind === 'forbidden' ? 403 : 200
    return { ok: false, message: sayResumeError(resumed.error), status }
  }
  const stopped = await cancelReplay(ctx, { runId })
  if (!stopped.ok) return { ok: false, message: sayForbidden(stopped.error), status: 403 }
  return {
    ok: true,
    message: stopped.value.cancelled ? 'The replay was cancelled' : 'It was over already',
    runId,
  }
}
