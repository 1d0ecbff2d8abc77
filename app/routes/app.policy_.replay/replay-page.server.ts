import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findOrderFactsLoad } from '#app/db/order-facts-load.server.ts'
import { countPastReturns } from '#app/db/past-returns.server.ts'
import { findPolicyDraft, getPolicyAt, listPolicyVersions } from '#app/db/policy.server.ts'
import {
  countReplayChanges,
  findReplayRun,
  listReplayChanges,
  listReplayRuns,
  type ReplayChangeRecord,
} from '#app/db/replay-run.server.ts'
import { dayOf, formatInstant } from '#app/domain/dates.ts'
import { formatMoney, money } from '#app/domain/money.ts'
import type { Verdict } from '#app/domain/replay/judge-request.ts'
import { type ReplayWay, replayWays } from '#app/domain/replay/replay-request.ts'
import { leastRole, mayDo } from '#app/domain/roles.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import { z } from 'zod'
import { sayBecause, sayPastReturns, verdictWords, wayWords } from './replay-words.ts'
import { runView, sideName } from './run-view.ts'

/** Which replay is shown, which of its changes, and from which of them on. */
export type ReplayAddress = {
  readonly run: string | null
  readonly way: ReplayWay | null
  readonly after: { readonly at: string; readonly subject: string } | null
}

/** Reads the address; what is none of its values counts as not said. */
export function readReplayAddress(params: URLSearchParams): ReplayAddress {
  const at = z.iso.datetime().safeParse(params.get('at'))
  const subject = z.string().min(1).max(100).safeParse(params.get('subject'))
  return {
    run: z.uuid().safeParse(params.get('run')).data ?? null,
    way: replayWays.find((way) => way === params.get('way')) ?? null,
    after: at.success && subject.success ? { at: at.data, subject: subject.data } : null,
  }
}

/** A change as the list shows it. */
export type ChangeView = {
  readonly subject: string
  readonly orderName: string
  readonly about: string
  readonly way: ReplayWay
  readonly wayLabel: string
  readonly before: { readonly verdict: Verdict; readonly text: string }
  readonly after: { readonly verdict: Verdict; readonly text: string }
  readonly lines: readonly string[]
}

const locale = 'en'
const shownChanges = 20

/** Everything that the replay page shows, written already. */
export async function readReplayPage(ctx: ShopContext, address: ReplayAddress) {
  const { shop } = ctx
  const { timeZone } = ctx.settings
  const read = await withShop(shop, async (tx) => {
    const runs = await listReplayRuns(tx, shop)
    const run = (address.run === null ? null : await findReplayRun(tx, shop, address.run)) ?? runs[0] ?? null
    const isOver = run !== null && run.state !== 'waiting' && run.state !== 'running'
    return {
      runs,
      run,
      past: await countPastReturns(tx, shop),
      load: await findOrderFactsLoad(tx, shop),
      hasDraft: (await findPolicyDraft(tx, shop)) !== null,
      inForce: (await getPolicyAt(tx, shop, ctx.now())).number,
      versions: (await listPolicyVersions(tx, shop)).map(({ number }) => number),
      // The list comes once nothing moves any more.
      counts: isOver ? await countReplayChanges(tx, shop, run.id) : null,
      changes: isOver
        ? await listReplayChanges(tx, shop, {
            runId: run.id,
            ...(address.way === null ? {} : { ways: [address.way] }),
            after: address.after,
            limit: shownChanges + 1,
          })
        : [],
    }
  })
  const allowed = mayDo(ctx.role, 'policy.save')
  const shown = read.changes.slice(0, shownChanges)
  const last = shown.at(-1)
  return {
    address,
    today: dayOf(ctx.now(), timeZone),
    blocked: allowed.ok
      ? null
      : sayForbidden({ role: ctx.role ?? 'viewer', needs: leastRole['policy.save'] }),
    past: { words: sayPastReturns(read.past, timeZone), hasFile: read.past.filedLines > 0 },
    hasDraft: read.hasDraft,
    inForce: read.inForce,
    versions: read.versions,
    loading:
      read.load?.state === 'loading'
        ? read.load.oldest === null
          ? 'Asking Shopify for the past orders…'
          : `Reading past orders from Shopify: those since ${formatInstant(read.load.windowTo, locale, timeZone)} are here.`
        : null,
    /** One replay at a time: another than the shown one may be the one. */
    isAnyOpen: read.runs.some(({ state }) => state === 'waiting' || state === 'running'),
    run: read.run === null ? null : runView(read.run, timeZone),
    runs: read.runs.map((run) => ({
      id: run.id,
      label: `${sideName(run.after)} against ${sideName(run.before).toLowerCase()}, ${formatInstant(run.createdAt, locale, timeZone)}`,
    })),
    counts: read.counts,
    changes: shown.map((change) => changeView(change, timeZone)),
    next:
      read.changes.length > shownChanges && last !== undefined
        ? { at: last.at, subject: last.subject }
        : null,
  }
}
export type ReplayPage = Awaited<ReturnType<typeof readReplayPage>>

function changeView(
  { subject, orderName, at, way, change }: ReplayChangeRecord,
  timeZone: string,
): ChangeView {
  const { kind, currency, before, after, lines, more } = change
  const side = ({ verdict, pays }: typeof before) => ({
    verdict,
    // Nothing is paid where nothing is accepted yet: an amount of zero would only puzzle.
    text:
      verdict !== 'approve' && pays === 0
        ? verdictWords[verdict]
        : `${verdictWords[verdict]}, ${formatMoney(money(pays, currency), locale)}`,
  })
  const day = formatInstant(at, locale, timeZone)
  const said = lines.map(
    ({ title, units, before: old, after: next }) =>
      `${units} × ${title}: ${verdictWords[old.verdict].toLowerCase()} (${sayBecause(old.because)}) → ${verdictWords[next.verdict].toLowerCase()} (${sayBecause(next.because)})`,
  )
  return {
    subject,
    orderName,
    about: kind === 'order' ? `Order of ${day}` : `Return asked for ${day}`,
    way,
    wayLabel: wayWords[way],
    before: side(before),
    after: side(after),
    lines: [...said.slice(0, 3), ...(said.length + more > 3 ? [`and ${said.length + more - 3} more`] : [])],
  }
}
