import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import { policyHash } from '#app/db/policy-approval.server.ts'
import { listPolicyExamples, type PolicyExampleRecord } from '#app/db/policy-example.server.ts'
import {
  findPolicyDraft,
  findPolicyVersion,
  getLatestPolicy,
  getPolicyAt,
  lockPolicy,
} from '#app/db/policy.server.ts'
import { addSeconds, compareInstants, dayOf } from '#app/domain/dates.ts'
import { type GoldenDifference, runGolden } from '#app/domain/policy/golden.ts'
import { lintPolicy } from '#app/domain/policy/lint/index.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { policyStamp } from './policy-stamp.ts'
import { type PolicyProblem, policyProblems } from './save-policy-draft.server.ts'

/** What somebody wants to publish. */
export type PublicationInput = {
  /** For colleagues, in the history. */
  readonly note: string
  /** The stamp of what they looked at; see `policyStamp`. */
  readonly seen?: string
  /** ISO instant from which it judges orders; null or absent: at once. */
  readonly inForceFrom?: string | null
  /** Publishes this older version anew instead of the draft, which stays. */
  readonly restores?: number | null
}

export type PublicationError =
  | { readonly kind: 'no_draft' }
  | { readonly kind: 'no_version' }
  | { readonly kind: 'nothing_changed' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'changed_since' }
  | { readonly kind: 'date_past' }
  | { readonly kind: 'date_far' }
  | { readonly kind: 'invalid_policy'; readonly problems: readonly PolicyProblem[] }
  | { readonly kind: 'lint_faults'; readonly count: number }
  | { readonly kind: 'examples_failed'; readonly failures: readonly ExampleFailure[] }

/** A golden example that the policy would decide otherwise. */
export type ExampleFailure = { readonly name: string; readonly differences: readonly GoldenDifference[] }

/** A policy that may be published as it is. `latest` is the version that was published last. */
export type Publication = {
  readonly policy: Policy
  readonly latest: number
  readonly note: string
  readonly restores: number | null
  readonly inForceFrom: string | null
}

const longestNote = 500
/** Further off nobody knows what the shop will want. */
const furthestSeconds = 366 * 86_400

/**
 * Looks whether a policy may be published, under a lock that keeps every other publication of the shop out until the transaction
 * ends. `conflict`: somebody else published since the draft was begun, so it would undo what they did without having seen it.
 * `changed_since`: the draft is not the one any more that was looked at (its stamp is `seen`). `examples_failed`: a golden
 * example comes out otherwise. `lint_faults`: the check of the rules finds what is surely not meant (an older version is published anew with
 * what it has). `nothing_changed`: the version that it would follow says the same.
 */
export async function preparePublication(
  ctx: ShopContext,
  tx: Transaction,
  input: PublicationInput,
): Promise<Result<Publication, PublicationError>> {
  const { shop } = ctx
  await lockPolicy(tx, shop)
  const latest = await getLatestPolicy(tx, shop)
  const draft = await findPolicyDraft(tx, shop)
  const restores = input.restores ?? null
  const source = restores === null ? draft : await findPolicyVersion(tx, shop, restores)
  if (source === null) return err({ kind: restores === null ? 'no_draft' : 'no_version' })
  if (input.seen !== undefined) {
    if (input.seen !== policyStamp(latest, draft)) return err({ kind: 'changed_since' })
  } else if (restores === null && draft?.basedOn !== latest.number) {
    // Who saw this draft saw it beside the version in force: then what it was begun from does not matter any more.
    return err({ kind: 'conflict' })
  }
  const inForceFrom = laterThan(ctx.now(), input.inForceFrom ?? null)
  if (!inForceFrom.ok) return inForceFrom
  const policy = Policy.safeParse(source.policy)
  if (!policy.success) return err({ kind: 'invalid_policy', problems: policyProblems(policy.error) })
  const before = await getPolicyAt(tx, shop, inForceFrom.value ?? ctx.now())
  if (policyHash(policy.data) === policyHash(before.policy)) return err({ kind: 'nothing_changed' })
  const faults = restores === null ? countFaults(policy.data, ctx) : 0
  if (faults > 0) return err({ kind: 'lint_faults', count: faults })
  const failures = failuresOf(policy.data, await listPolicyExamples(tx, shop), ctx.settings.timeZone)
  if (failures.length > 0) return err({ kind: 'examples_failed', failures })
  const note = input.note.trim().slice(0, longestNote)
  return ok({ policy: policy.data, latest: latest.number, note, restores, inForceFrom: inForceFrom.value })
}

/** Findings that no shop can mean. They hang on the rules alone, not on where the shop sends to. */
function countFaults(policy: Policy, { now, settings }: ShopContext): number {
  const today = dayOf(now(), settings.timeZone)
  const context = {
    languages: [],
    currencies: [settings.currency],
    countries: [settings.country ?? 'US'],
    today,
  }
  return lintPolicy(policy, context).filter(({ severity }) => severity === 'fault').length
}

function laterThan(now: string, wanted: string | null): Result<string | null, PublicationError> {
  if (wanted === null) return ok(null)
  if (compareInstants(wanted, now) <= 0) return err({ kind: 'date_past' })
  if (compareInstants(wanted, addSeconds(now, furthestSeconds)) > 0) return err({ kind: 'date_far' })
  return ok(wanted)
}

/** The examples that a policy decides otherwise than they say. */
export function failuresOf(
  policy: Policy,
  examples: readonly PolicyExampleRecord[],
  timeZone: string,
): readonly ExampleFailure[] {
  return examples.flatMap(({ name, example }) => {
    const differences = runGolden(policy, example, timeZone)
    return differences.length === 0 ? [] : [{ name, differences }]
  })
}
