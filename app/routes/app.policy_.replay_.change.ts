import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findReplayRun } from '#app/db/replay-run.server.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { explainReplayChange } from '#app/use-cases/explain-replay-change.server.ts'
import { compareLine } from './app.policy_.try/compare-line.ts'

const Asked = z.object({ run: z.uuid(), subject: z.string().min(1).max(100) })

/** Both decisions of a change, line by line, with their traces; `lines` null where the order is not kept any more. */
export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const asked = Asked.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!asked.success) throw new Response('There is no such change.', { status: 400 })
  const { run: runId, subject } = asked.data
  const run = await withShop(ctx.shop, (tx) => findReplayRun(tx, ctx.shop, runId))
  const explained = await explainReplayChange(ctx, { runId, subject })
  if (run === null || !explained.ok) return { lines: null }
  const { before, after, lines } = explained.value
  const translator = translatorFor('en', run.asked.timeZone)
  const sides = {
    published: sideOf(run.before.number, run.before.policy, before),
    draft: sideOf(run.after.number, run.after.policy, after),
  }
  return { lines: lines.flatMap((line) => compareLine(line, sides, translator) ?? []) }
}

type Side = Parameters<typeof compareLine>[1]['published']

function sideOf(
  number: number,
  policy: Side['policies'] extends ReadonlyMap<number, infer One> ? One : never,
  decision: Side['decision'],
): Side {
  return { number, decision, policies: new Map([[number, policy]]) }
}
