import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findRefusal, findWaitingPolicy, type PolicyApprovalRecord } from '#app/db/policy-approval.server.ts'
import { listPolicyExamples } from '#app/db/policy-example.server.ts'
import { getPolicySettings } from '#app/db/policy-settings.server.ts'
import {
  findPolicyDraft,
  getLatestPolicy,
  getPolicyAt,
  nextPolicyNumber,
  type PolicyVersionRecord,
} from '#app/db/policy.server.ts'
import { type Reach, readReach } from '#app/db/reach.server.ts'
import { listWatchedBuyers } from '#app/db/watched-buyer.server.ts'
import { compareInstants, dayOf, formatInstant } from '#app/domain/dates.ts'
import { runGolden } from '#app/domain/policy/golden.ts'
import type { LintContext } from '#app/domain/policy/lint/finding.ts'
import { mayDo } from '#app/domain/roles.ts'
import { sayActor } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { policyStamp } from '#app/use-cases/policy-stamp.ts'
import { sayGoldenDifference } from './example-view.ts'
import { readChoices } from './shopify-choices.server.ts'
import { sayChanges, type Saying } from './version-words.ts'

/** What the policy page shows: the draft or, without one, the version published last; what waits; what fields may offer. */
export async function readPolicyPage(ctx: ShopContext) {
  const { timeZone, currency } = ctx.settings
  const now = ctx.now()
  const [read, choices] = await Promise.all([readStored(ctx, now), readChoices(ctx)])
  const translator = translatorFor('en', timeZone)
  const policy = read.draft?.policy ?? read.latest.policy
  const saying = { translator, locations: choices.locations }
  return {
    ...choices,
    policy,
    changes: sayChanges(saying, read.latest.policy, policy),
    /** What publishing at once would change for shoppers, where the version published last is not in force yet. */
    changesNow:
      read.inForce.number === read.latest.number ? null : sayChanges(saying, read.inForce.policy, policy),
    examples: read.examples.map(({ id, name, example }) => ({
      id,
      name,
      differences: runGolden(policy, example, timeZone).map((one) => sayGoldenDifference(translator, one)),
    })),
    lintContext: lintContextOf(ctx, read.reach),
    watched: read.watched.map(({ buyer, note, addedAt }) => ({
      buyer,
      note,
      since: formatInstant(addedAt, translator.locale, timeZone),
    })),
    stamp: policyStamp(read.latest, read.draft),
    hasDraft: read.draft !== null,
    latest: read.latest.number,
    next: read.next,
    versions: versionsView(read, { now, timeZone }),
    waiting: read.waiting && waitingView(ctx, read.waiting, { latest: read.latest, saying }),
    refusal:
      read.refusal &&
      `${sayActor(translator, read.refusal.by)} did not publish this draft on ${formatInstant(read.refusal.at, 'en', timeZone)}${read.refusal.answer === '' ? '.' : `: “${read.refusal.answer}”`}`,
    secondPerson: read.settings.secondPerson,
    maySettings: mayDo(ctx.role, 'policy.settings').ok,
    timeZone,
    currency,
    today: dayOf(now, timeZone),
  }
}
export type PolicyPageData = Awaited<ReturnType<typeof readPolicyPage>>

function readStored(ctx: ShopContext, now: string) {
  const { shop } = ctx
  return withShop(shop, async (tx) => {
    const draft = await findPolicyDraft(tx, shop)
    return {
      draft,
      refusal: draft && (await findRefusal(tx, shop, draft.policy)),
      latest: await getLatestPolicy(tx, shop),
      inForce: await getPolicyAt(tx, shop, now),
      next: await nextPolicyNumber(tx, shop),
      waiting: await findWaitingPolicy(tx, shop),
      settings: await getPolicySettings(tx, shop),
      examples: await listPolicyExamples(tx, shop),
      reach: await readReach(tx, shop),
      watched: await listWatchedBuyers(tx, shop),
    }
  })
}

/** The version that judges orders now, and the one that takes over. */
function versionsView(
  { inForce, latest }: { readonly inForce: PolicyVersionRecord; readonly latest: PolicyVersionRecord },
  { now, timeZone }: { readonly now: string; readonly timeZone: string },
) {
  const translator = translatorFor('en', timeZone)
  const isLater = compareInstants(latest.inForceFrom, now) > 0
  return {
    inForce: inForce.number,
    since: formatInstant(inForce.inForceFrom, 'en', timeZone),
    author: sayActor(translator, inForce.author),
    note: inForce.note,
    next: isLater ? { number: latest.number, from: formatInstant(latest.inForceFrom, 'en', timeZone) } : null,
  }
}

/** What waits for a second person, and whether who looks may decide about it. */
function waitingView(
  ctx: ShopContext,
  asked: PolicyApprovalRecord,
  { latest, saying }: { readonly latest: PolicyVersionRecord; readonly saying: Saying },
) {
  const { timeZone } = ctx.settings
  const isMine = ctx.actor.kind === 'staff' && ctx.actor.id === asked.requestedById
  return {
    id: asked.id,
    policyHash: asked.policyHash,
    by: sayActor(saying.translator, asked.requestedBy),
    at: formatInstant(asked.createdAt, 'en', timeZone),
    note: asked.note,
    from: asked.inForceFrom && formatInstant(asked.inForceFrom, 'en', timeZone),
    restores: asked.restores,
    changes: sayChanges(saying, latest.policy, asked.policy),
    isMine,
    mayDecide: !isMine && mayDo(ctx.role, 'policy.decide').ok,
  }
}
export type WaitingView = ReturnType<typeof waitingView>

/** What the linter may know of the shop: where it is, and where its returns came from so far. */
function lintContextOf({ settings, now }: ShopContext, reach: Reach): LintContext {
  const { locale, currency, country, timeZone } = settings
  const language = /^([a-z]{2})(?:-[A-Z]{2})?/.exec(locale)?.[0]
  return {
    languages: language === undefined ? [] : [language],
    currencies: [...new Set([currency, ...reach.currencies])],
    countries: [...new Set([...(country === null ? [] : [country]), ...reach.countries])],
    today: dayOf(now(), timeZone),
  }
}
