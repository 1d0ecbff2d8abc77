import { z } from 'zod'
import { done, no, type Performed } from '#app/admin-command.server.ts'
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

/** With the replay that it was about, once it was done. */
type ReplayPerformed = Performed & { readonly runId?: string }

/** Begins a replay, stops one, or goes on with it. */
export async function performReplay(ctx: ShopContext, posted: unknown): Promise<ReplayPerformed> {
  const command = Command.safeParse(posted)
  if (!command.success) return no(200, 'Check the days: something is not what it can be.')
  if (command.data.intent === 'start') {
    const started = await startReplay(ctx, command.data)
    return started.ok
      ? { ...done('The replay has begun'), runId: started.value.runId }
      : no(statusOf(started.error), sayStartError(started.error))
  }
  const { runId } = command.data
  if (command.data.intent === 'resume') {
    const resumed = await resumeReplay(ctx, { runId })
    return resumed.ok
      ? { ...done('The replay goes on'), runId }
      : no(statusOf(resumed.error), sayResumeError(resumed.error))
  }
  const stopped = await cancelReplay(ctx, { runId })
  if (!stopped.ok) return no(403, sayForbidden(stopped.error))
  return done(stopped.value.cancelled ? 'The replay was cancelled' : 'It was over already')
}

function statusOf({ kind }: { readonly kind: string }): 200 | 403 {
  return kind === 'forbidden' ? 403 : 200
}
