import { randomUUID } from 'node:crypto'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { createGuestCode, takeSend, takeTry, useGuestCode } from '#app/db/guest-code.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { proofKind } from '#app/domain/order-proof.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { encrypt } from '#app/encryption.server.ts'
import { env } from '#app/env.server.ts'
import { freshCode, hashOfCode, isSameHash, sealContext } from '#app/guest-code.server.ts'
import { enqueue, type JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import type { OrderCandidate } from '#app/shopify/order-lookup.server.ts'
import {
  findOrderForShopper,
  type FindOrderError,
  type FindOrderInput,
} from './find-order-for-shopper.server.ts'

/** The order is open, or a code was mailed that has to be typed first. */
export type IdentifiedGuest =
  { readonly kind: 'order'; readonly orderGid: OrderGid } | { readonly kind: 'code'; readonly codeId: string }

/**
 * Finds a guest's order. A mailed one-time code is asked for where the merchant wants it: after a postcode or phone number,
 * which can be guessed, and for orders above an amount. A weak proof is then answered `code` whether it was right or wrong:
 * guessing it tells nothing, and only the buyer's mailbox knows more.
 */
export async function identifyGuest(
  ctx: ShopContext,
  input: FindOrderInput & { readonly locale: string },
): Promise<Result<IdentifiedGuest, FindOrderError>> {
  const found = await findOrderForShopper(ctx, input)
  const isWeak = proofKind(input.proof) === 'weak' && ctx.settings.portal.codeForWeakProof
  if (!found.ok) {
    if (!isWeak || found.error.kind === 'shopify_unreachable') return found
    return ok({ kind: 'code', codeId: await openCode(ctx, { order: null, locale: input.locale }) })
  }
  const order = found.value
  const { codeAbove } = ctx.settings.portal
  const isValuable = codeAbove !== null && order.total.minor > codeAbove
  const isMailable = order.email !== null && isMailAddress(order.email)
  // An order without a mailbox (sold in a shop, by phone) has nothing stronger than what was typed.
  if (!(isWeak || isValuable) || !isMailable) return ok({ kind: 'order', orderGid: order.id })
  return ok({ kind: 'code', codeId: await openCode(ctx, { order, locale: input.locale }) })
}

async function openCode(
  ctx: ShopContext,
  { order, locale }: { readonly order: OrderCandidate | null; readonly locale: string },
): Promise<string> {
  const id = randomUUID()
  const to = order?.email ?? null
  const job = await withShop(ctx.shop, async (tx) => {
    await createGuestCode(tx, ctx.shop, {
      id,
      orderGid: order?.id ?? null,
      orderName: order?.name ?? null,
      sealedTo: to === null ? null : encrypt(env.ENCRYPTION_KEY, to, sealContext(id)),
      codeHash: hashOfCode(id, freshCode()),
      locale,
      now: ctx.now(),
    })
    return enqueueCode(ctx, tx, id, 1)
  })
  await handOver(ctx.shop, [job])
  return id
}

function enqueueCode(
  ctx: ShopContext,
  tx: Parameters<typeof enqueue>[0],
  codeId: string,
  send: number,
): Promise<JobId> {
  return enqueue(tx, { shop: ctx.shop, name: 'send-guest-code', payload: { codeId, send }, now: ctx.now() })
}

/** `wrong`: `left` tries remain. `spent`: it ended, was used, or has no try left; a new one is needed. */
export type CodeRefusal = { readonly kind: 'wrong'; readonly left: number } | { readonly kind: 'spent' }

/** Checks a typed code, once: a right one opens its order and is used up. Spaces and hyphens in it do not count. */
export async function verifyGuestCode(
  ctx: ShopContext,
  input: { readonly codeId: string; readonly code: string },
): Promise<Result<OrderGid, CodeRefusal>> {
  const typed = input.code.normalize('NFKC').replace(/[\s-]/g, '')
  return withShop(ctx.shop, async (tx) => {
    const taken = await takeTry(tx, { id: input.codeId, now: ctx.now() })
    if (taken === null) return err({ kind: 'spent' })
    const isRight = isSameHash(hashOfCode(input.codeId, typed), taken.codeHash)
    if (!isRight || taken.orderGid === null)
      return err(taken.left === 0 ? { kind: 'spent' } : { kind: 'wrong', left: taken.left })
    const isOurs = await useGuestCode(tx, input.codeId, ctx.now())
    return isOurs ? ok(taken.orderGid) : err({ kind: 'spent' })
  })
}

/** Mails a further code in place of the one before. False when it is too soon or too many were sent. */
export async function resendGuestCode(ctx: ShopContext, codeId: string): Promise<boolean> {
  const job = await withShop(ctx.shop, async (tx) => {
    const send = await takeSend(tx, { id: codeId, now: ctx.now() })
    return send === null ? null : enqueueCode(ctx, tx, codeId, send)
  })
  if (job === null) return false
  await handOver(ctx.shop, [job])
  return true
}
