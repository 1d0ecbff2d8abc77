import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import {
  addPolicyVersion,
  deletePolicyDraft,
  findPolicyDraft,
  getLatestPolicy,
} from '#app/db/policy.server.ts'
import { listPolicyExamples, type PolicyExampleRecord } from '#app/db/policy-example.server.ts'
import { type GoldenDifference, runGolden } from '#app/domain/policy/golden.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'
import { policyStamp } from './policy-stamp.ts'
import { type PolicyProblem, policyProblems } from './save-policy-draft.server.ts'

export type PublishPolicyError =
  | Forbidden
  | { readonly kind: 'no_draft' }
  | { readonly kind: 'nothing_changed' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'changed_since' }
  | { readonly kind: 'invalid_policy'; readonly problems: readonly PolicyProblem[] }
  | { readonly kind: 'examples_failed'; readonly failures: readonly ExampleFailure[] }

/** A golden example that the draft would decide otherwise. */
export type ExampleFailure = { readonly name: string; readonly differences: readonly GoldenDifference[] }

/**
 * Makes the draft the next version. A published version never changes. `conflict`: somebody else published since the draft
 * was begun, so it would undo what they did without having seen it. `changed_since`: the draft is not the one any more that was
 * looked at (its stamp is `seen`). `examples_failed`: a golden example comes out otherwise.
 */
export async function publishPolicy(
  ctx: ShopContext,
  input: { readonly note: string; readonly seen?: string },
): Promise<Result<{ readonly number: number }, PublishPolicyError>> {
  const allowed = await mayAct(ctx, 'policy.publish')
  if (!allowed.ok) return allowed
  const { shop, actor: author } = ctx
  return withShop(shop, async (tx): Promise<Result<{ readonly number: number }, PublishPolicyError>> => {
    const draft = await findPolicyDraft(tx, shop)
    const latest = await getLatestPolicy(tx, shop)
    if (draft === null) return err({ kind: 'no_draft' })
    // Who saw this draft saw it beside the version in force: what it was begun from does not matter any more.
    if (input.seen === undefined) {
      if (draft.basedOn !== latest.number) return err({ kind: 'conflict' })
    } else if (input.seen !== policyStamp(latest, draft)) return err({ kind: 'changed_since' })
    const policy = Policy.safeParse(draft.policy)
    if (!policy.success) return err({ kind: 'invalid_policy', problems: policyProblems(policy.error) })
    // Both were read through the same schema, which fixes the order of their keys.
    if (JSON.stringify(policy.data) === JSON.stringify(latest.policy)) return err({ kind: 'nothing_changed' })
    const failures = failuresOf(policy.data, await listPolicyExamples(tx, shop), ctx.settings.timeZone)
    if (failures.length > 0) return err({ kind: 'examples_failed', failures })
    const number = await addPolicyVersion(tx, {
      shop,
      number: latest.number + 1,
      policy: policy.data,
      note: input.note.trim().slice(0, longestNote),
      author,
      publishedAt: ctx.now(),
    })
    if (number === null) return err({ kind: 'conflict' })
    await deletePolicyDraft(tx, shop)
    return ok({ number })
  })
}

function failuresOf(
  policy: Policy,
  examples: readonly PolicyExampleRecord[],
  timeZone: string,
): readonly ExampleFailure[] {
  return examples.flatMap(({ name, example }) => {
    const differences = runGolden(policy, example, timeZone)
    return differences.length === 0 ? [] : [{ name, differences }]
  })
}

const longestNote = 500
