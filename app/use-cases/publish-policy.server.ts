import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findWaitingPolicy } from '#app/db/policy-approval.server.ts'
import { getPolicySettings } from '#app/db/policy-settings.server.ts'
import { addPolicyVersion, deletePolicyDraft, nextPolicyNumber } from '#app/db/policy.server.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'
import {
  preparePublication,
  type PublicationError,
  type PublicationInput,
} from './prepare-publication.server.ts'

export type PublishPolicyError =
  | Forbidden
  | PublicationError
  /** The shop wants a second person: ask one with `askToPublish`. */
  | { readonly kind: 'second_person' }
  /** A version waits for a second person; it is decided about or taken back first. */
  | { readonly kind: 'one_waits' }

/**
 * Makes the draft, or an older version, the next version: at once, or at an instant that comes by itself. A published version
 * never changes.
 */
export async function publishPolicy(
  ctx: ShopContext,
  input: PublicationInput,
): Promise<Result<{ readonly number: number }, PublishPolicyError>> {
  const allowed = await mayAct(ctx, 'policy.publish')
  if (!allowed.ok) return allowed
  const { shop, actor: author } = ctx
  return withShop(shop, async (tx): Promise<Result<{ readonly number: number }, PublishPolicyError>> => {
    const prepared = await preparePublication(ctx, tx, input)
    if (!prepared.ok) return prepared
    if ((await getPolicySettings(tx, shop)).secondPerson) return err({ kind: 'second_person' })
    if ((await findWaitingPolicy(tx, shop)) !== null) return err({ kind: 'one_waits' })
    const { policy, note, restores, inForceFrom } = prepared.value
    const publishedAt = ctx.now()
    const number = await addPolicyVersion(tx, {
      shop,
      number: await nextPolicyNumber(tx, shop),
      policy,
      note,
      author,
      publishedAt,
      restores,
      inForceFrom: inForceFrom ?? publishedAt,
    })
    if (number === null) return err({ kind: 'conflict' })
    if (restores === null) await deletePolicyDraft(tx, shop)
    return ok({ number })
  })
}
