import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import {
  findPolicyDraft,
  getLatestPolicy,
  listPolicyVersions,
  type PolicyVersionRecord,
} from '#app/db/policy.server.ts'
import { formatInstant } from '#app/domain/dates.ts'
import { sayActor, sayAll, sayWords } from '#app/i18n/sentences.ts'
import { translatorFor, type Translator } from '#app/i18n/translator.ts'
import { textOfPolicy } from '#app/domain/policy/text.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { listReturnReasons } from '#app/shopify/return-reasons.server.ts'

export type VersionView = {
  readonly number: number
  readonly at: string
  readonly author: string
  readonly note: string
  readonly sentences: readonly string[]
}

/** What the policy page shows: the draft or, without one, the version in force; all versions; the reasons of Shopify. */
export async function readPolicyPage(ctx: ShopContext) {
  const { timeZone, currency } = ctx.settings
  const read = await withShop(ctx.shop, async (tx) => ({
    draft: await findPolicyDraft(tx, ctx.shop),
    latest: await getLatestPolicy(tx, ctx.shop),
    versions: await listPolicyVersions(tx, ctx.shop),
  }))
  const translator = translatorFor('en', timeZone)
  return {
    policy: read.draft?.policy ?? read.latest.policy,
    hasDraft: read.draft !== null,
    latest: read.latest.number,
    versions: read.versions.map((version) => versionView(version, { translator, timeZone })),
    reasons: await readReasons(ctx),
    locations: await readLocations(ctx),
    timeZone,
    currency,
  }
}

function versionView(
  { number, publishedAt, author, note, policy }: PolicyVersionRecord,
  { translator, timeZone }: { readonly translator: Translator; readonly timeZone: string },
): VersionView {
  const { baseline, rules } = textOfPolicy(policy)
  const sayRule = (rule: (typeof rules)[number]) =>
    `${rule.name}${rule.isEnabled ? '' : ' (off)'}: if ${sayWords(translator, rule.when)}: ${sayAll(translator, rule.set)}`
  return {
    number,
    at: formatInstant(publishedAt, translator.locale, timeZone),
    author: sayActor(translator, author),
    note,
    sentences: [sayAll(translator, baseline), ...rules.map(sayRule)],
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
