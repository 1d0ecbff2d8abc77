import { nameLocations, type NamedLocations } from '#app/components/policy/name-locations.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import {
  findPolicyDraft,
  getLatestPolicy,
  listPolicyVersions,
  type PolicyVersionRecord,
} from '#app/db/policy.server.ts'
import { listPolicyExamples } from '#app/db/policy-example.server.ts'
import { listWatchedBuyers } from '#app/db/watched-buyer.server.ts'
import { type Reach, readReach } from '#app/db/reach.server.ts'
import { dayOf, formatInstant } from '#app/domain/dates.ts'
import { diffPolicies } from '#app/domain/policy/diff.ts'
import { runGolden } from '#app/domain/policy/golden.ts'
import type { LintContext } from '#app/domain/policy/lint/finding.ts'
import { titledIn } from '#app/domain/policy/own-titles.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { sayActor, sayAll, sayWords } from '#app/i18n/sentences.ts'
import { translatorFor, type Translator } from '#app/i18n/translator.ts'
import { textOfPolicy } from '#app/domain/policy/text.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { sayGoldenDifference } from './example-view.ts'
import { policyStamp } from '#app/use-cases/policy-stamp.ts'
import { listReturnReasons } from '#app/shopify/return-reasons.server.ts'

export type VersionView = {
  readonly number: number
  readonly at: string
  readonly author: string
  readonly note: string
  /** What it changed, in words; empty for the first. */
  readonly changes: readonly string[]
  readonly sentences: readonly string[]
}

/** What the policy page shows: the draft or, without one, the version in force; all versions; the reasons of Shopify. */
export async function readPolicyPage(ctx: ShopContext) {
  const { timeZone, currency } = ctx.settings
  const read = await withShop(ctx.shop, async (tx) => ({
    draft: await findPolicyDraft(tx, ctx.shop),
    latest: await getLatestPolicy(tx, ctx.shop),
    versions: await listPolicyVersions(tx, ctx.shop),
    examples: await listPolicyExamples(tx, ctx.shop),
    reach: await readReach(tx, ctx.shop),
    watched: await listWatchedBuyers(tx, ctx.shop),
  }))
  const translator = translatorFor('en', timeZone)
  const policy = read.draft?.policy ?? read.latest.policy
  const locations = await readLocations(ctx)
  const views = { translator, timeZone, locations }
  return {
    policy,
    changes: sayChanges(views, read.latest.policy, policy),
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
    versions: read.versions.map((version, place) => versionView(version, read.versions[place + 1], views)),
    reasons: await readReasons(ctx),
    locations,
    timeZone,
    currency,
  }
}

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

type Views = {
  readonly translator: Translator
  readonly timeZone: string
  readonly locations: NamedLocations
}

function sayChanges({ translator, locations }: Views, before: Policy, after: Policy): readonly string[] {
  // A text that changed is a change of its own and none of every rule that names it.
  const own = {
    questions: joined(after.questions, before.questions),
    reasons: joined(after.reasons, before.reasons),
  }
  const [was, is] = [titledIn(before, translator.locale, own), titledIn(after, translator.locale, own)]
  return diffPolicies(was, is).map(({ says }) => sayWords(translator, nameLocations(says, locations)))
}

function joined<One extends { readonly id: string }>(first: readonly One[], more: readonly One[]): One[] {
  return [...first, ...more.filter(({ id }) => first.every((one) => one.id !== id))]
}

function versionView(
  { number, publishedAt, author, note, policy }: PolicyVersionRecord,
  before: PolicyVersionRecord | undefined,
  views: Views,
): VersionView {
  const { translator, timeZone, locations } = views
  const { baseline, rules } = textOfPolicy(titledIn(policy, translator.locale))
  const sayTerms = (list: typeof baseline) =>
    sayAll(
      translator,
      list.map((words) => nameLocations(words, locations)),
    )
  const sayRule = (rule: (typeof rules)[number]) =>
    `${rule.name}${rule.isEnabled ? '' : ' (off)'}: if ${sayWords(translator, rule.when)}: ${sayTerms(rule.set)}`
  return {
    number,
    at: formatInstant(publishedAt, translator.locale, timeZone),
    author: sayActor(translator, author),
    note,
    changes: before === undefined ? [] : sayChanges(views, before.policy, policy),
    sentences: [sayTerms(baseline), ...rules.map(sayRule)],
  }
}

/** The reasons to choose from; none when Shopify cannot be reached: the rest of the page works without them. */
async function readReasons(
  ctx: ShopContext,
): Promise<readonly { readonly handle: string; readonly name: string }[]> {
  try {
    const reasons = await listReturnReasons(ctx.admin)
    return reasons.map(({ handle, name }) => ({ handle, name }))
  } catch {
    return []
  }
}

/** The locations to send goods to; none when Shopify cannot be reached: the rest of the page works without them. */
async function readLocations(
  ctx: ShopContext,
): Promise<readonly { readonly gid: string; readonly name: string }[]> {
  try {
    return await listLocations(ctx.admin)
  } catch {
    return []
  }
}
