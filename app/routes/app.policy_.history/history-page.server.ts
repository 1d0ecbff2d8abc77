import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countReturnsByVersion } from '#app/db/policy-history.server.ts'
import { findWaitingPolicy } from '#app/db/policy-approval.server.ts'
import { listPolicyExamples } from '#app/db/policy-example.server.ts'
import { getPolicySettings } from '#app/db/policy-settings.server.ts'
import {
  findPolicyDraft,
  getLatestPolicy,
  getPolicyAt,
  listPolicyVersions,
  nextPolicyNumber,
  type PolicyHistoryRecord,
} from '#app/db/policy.server.ts'
import { compareInstants, dayOf, formatInstant } from '#app/domain/dates.ts'
import { runGolden } from '#app/domain/policy/golden.ts'
import { mayDo } from '#app/domain/roles.ts'
import { sayActor } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { policyStamp } from '#app/use-cases/policy-stamp.ts'
import { sayChanges, sayPolicy, type Saying } from '../app.policy/version-words.ts'

/** A version in the history. */
export type VersionView = {
  readonly number: number
  readonly state: 'in_force' | 'later' | 'withdrawn' | 'past'
  /** Who published it and when, who agreed, when it came into force, what it brought back: a sentence each. */
  readonly facts: readonly string[]
  readonly note: string
  readonly returns: number
  /** What it changed, in words; empty for the first. */
  readonly changes: readonly string[]
  readonly sentences: readonly string[]
  /** What publishing it anew would change now; null where that cannot be. */
  readonly back: { readonly changes: readonly string[]; readonly failing: readonly string[] } | null
}

/** Every version, newest first: who, when, why, what it changed and how many returns it decided. */
export async function readHistoryPage(ctx: ShopContext) {
  const { shop } = ctx
  const { timeZone } = ctx.settings
  const now = ctx.now()
  const read = await withShop(shop, async (tx) => ({
    versions: await listPolicyVersions(tx, shop),
    returns: await countReturnsByVersion(tx, shop),
    inForce: await getPolicyAt(tx, shop, now),
    latest: await getLatestPolicy(tx, shop),
    draft: await findPolicyDraft(tx, shop),
    next: await nextPolicyNumber(tx, shop),
    waits: (await findWaitingPolicy(tx, shop)) !== null,
    settings: await getPolicySettings(tx, shop),
    examples: await listPolicyExamples(tx, shop),
  }))
  const saying = { translator: translatorFor('en', timeZone), locations: await readLocations(ctx) }
  const current = JSON.stringify(read.inForce.policy)
  const back = (version: PolicyHistoryRecord): VersionView['back'] => {
    if (version.withdrawn !== null || JSON.stringify(version.policy) === current) return null
    const failing = read.examples.filter(
      ({ example }) => runGolden(version.policy, example, timeZone).length > 0,
    )
    return {
      changes: sayChanges(saying, read.inForce.policy, version.policy),
      failing: failing.map(({ name }) => name),
    }
  }
  return {
    versions: read.versions.map((version, place): VersionView => {
      const before = read.versions[place + 1]
      return {
        number: version.number,
        state: stateOf(version, { inForce: read.inForce.number, now }),
        facts: factsOf(version, { saying, timeZone }),
        note: version.note,
        returns: read.returns.get(version.number) ?? 0,
        changes: before === undefined ? [] : sayChanges(saying, before.policy, version.policy),
        sentences: sayPolicy(saying, version.policy),
        back: back(version),
      }
    }),
    next: read.next,
    stamp: policyStamp(read.latest, read.draft),
    secondPerson: read.settings.secondPerson,
    mayPublish: mayDo(ctx.role, 'policy.publish').ok,
    waits: read.waits,
    today: dayOf(now, timeZone),
    timeZone,
  }
}
export type HistoryPageData = Awaited<ReturnType<typeof readHistoryPage>>

function stateOf(
  { number, withdrawn, inForceFrom }: PolicyHistoryRecord,
  { inForce, now }: { readonly inForce: number; readonly now: string },
): VersionView['state'] {
  if (withdrawn !== null) return 'withdrawn'
  if (number === inForce) return 'in_force'
  return compareInstants(inForceFrom, now) > 0 ? 'later' : 'past'
}

function factsOf(
  version: PolicyHistoryRecord,
  { saying, timeZone }: { readonly saying: Saying; readonly timeZone: string },
): readonly string[] {
  const { author, approvedBy, publishedAt, inForceFrom, restores, withdrawn } = version
  const at = (instant: string) => formatInstant(instant, 'en', timeZone)
  const agreed = approvedBy === null ? '' : `, agreed to by ${sayActor(saying.translator, approvedBy)}`
  const facts = [`Published ${at(publishedAt)} by ${sayActor(saying.translator, author)}${agreed}.`]
  if (restores !== null) facts.push(`Version ${restores} published anew.`)
  if (inForceFrom !== publishedAt) facts.push(`In force from ${at(inForceFrom)}.`)
  if (withdrawn !== null)
    facts.push(
      `Taken back ${at(withdrawn.at)} by ${sayActor(saying.translator, withdrawn.by)}: it never judged an order.`,
    )
  return facts
}

/** Names of locations; none when Shopify cannot be reached: the sentences say less then. */
async function readLocations({ admin }: ShopContext): Promise<Saying['locations']> {
  try {
    return await listLocations(admin)
  } catch {
    return []
  }
}
