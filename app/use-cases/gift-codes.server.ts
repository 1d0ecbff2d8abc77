import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import {
  createGiftCode,
  findLiveGiftCode,
  type GiftCodeRecord,
  listLiveGiftCodes,
  revokeGiftCode as revoke,
} from '#app/db/gift-code.server.ts'
import { addDays } from '#app/domain/dates.ts'
import { type GiftedLine, readGiftCode, writeGiftCode } from '#app/domain/gift.ts'
import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { giftCodeOf, hashOfGiftCode } from '#app/gift-code.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { mayAct } from './may-act.server.ts'
import { orUnreachable } from './unreachable.ts'
import type { Forbidden } from '#app/domain/roles.ts'

/** A code is good for a year; whether the goods may still come back is the policy's to say. */
const lifetimeDays = 365
/** One for each person who is given something, and some for slips that were lost. */
const mostPerOrder = 20

/** A code as whoever gives the goods away sees it. `code` is null where the app's secret changed since: make another. */
export type GiftCodeView = {
  readonly id: string
  readonly code: string | null
  readonly endsAt: string
  readonly lines: readonly GiftedLine[]
}

function viewOf({ shop }: Pick<ShopContext, 'shop'>, known: GiftCodeRecord): GiftCodeView {
  const code = giftCodeOf(shop, known.id)
  const isReadable = hashOfGiftCode(shop, code) === known.codeHash
  const { id, endsAt, lines } = known
  return { id, code: isReadable ? writeGiftCode(code) : null, endsAt, lines }
}

/** The codes of an order that can be used now, newest first. Ask only for who may see the order. */
export async function listGiftCodes(ctx: ShopContext, orderGid: OrderGid): Promise<readonly GiftCodeView[]> {
  const codes = await withShop(ctx.shop, (tx) =>
    listLiveGiftCodes(tx, ctx.shop, { orderGid, now: ctx.now() }),
  )
  return codes.map((known) => viewOf(ctx, known))
}

export type MakeGiftCodeInput = {
  readonly orderGid: OrderGid
  /** Given for a signed-in customer: an order of somebody else is answered as absent. */
  readonly customerGid?: CustomerGid
  readonly lines: readonly GiftedLine[]
  /** From the form, a UUID: sent twice it is one code. */
  readonly requestKey: string
}
export type MakeGiftCodeError =
  | Forbidden
  | { readonly kind: 'not_found' }
  /** The shop takes no gifts back. */
  | { readonly kind: 'switched_off' }
  | { readonly kind: 'nothing_selected' }
  /** A line that the order does not have, more units than were bought, or a gift card. */
  | { readonly kind: 'invalid_lines' }
  | { readonly kind: 'too_many' }
  | { readonly kind: 'shopify_unreachable' }

/**
 * Makes a code by which who is given goods of an order can give them back. By the buyer, or by staff. Says nothing about whether
 * the policy takes them back: that is judged when somebody asks.
 */
export async function makeGiftCode(
  ctx: ShopContext,
  input: MakeGiftCodeInput,
): Promise<Result<GiftCodeView, MakeGiftCodeError>> {
  const allowed = ctx.actor.kind === 'staff' ? await mayAct(ctx, 'gift.make') : ok(null)
  if (!allowed.ok) return allowed
  if (ctx.settings.portal.giftReturns === 'off') return err({ kind: 'switched_off' })
  if (input.lines.length === 0) return err({ kind: 'nothing_selected' })
  return orUnreachable(async (): Promise<Result<GiftCodeView, MakeGiftCodeError>> => {
    const read = await readOrder(ctx.admin, input.orderGid, { withReasons: false })
    const order = read?.facts
    const isTheirs = input.customerGid === undefined || order?.customer?.id === input.customerGid
    if (order === undefined || !isTheirs) return err({ kind: 'not_found' })
    const isGiftable = ({ lineId, units }: GiftedLine) =>
      order.lines.some((line) => line.id === lineId && !line.isGiftCard && units <= line.quantity)
    const ids = new Set(input.lines.map(({ lineId }) => lineId))
    if (ids.size !== input.lines.length || !input.lines.every(isGiftable))
      return err({ kind: 'invalid_lines' })
    return store(ctx, { ...input, orderName: order.name })
  })
}

async function store(
  ctx: ShopContext,
  input: MakeGiftCodeInput & { readonly orderName: string },
): Promise<Result<GiftCodeView, MakeGiftCodeError>> {
  const { shop, actor } = ctx
  const { requestKey: id, orderGid, orderName, lines } = input
  const at = ctx.now()
  const endsAt = `${addDays(at.slice(0, 10), lifetimeDays)}T23:59:59.999Z`
  return withShop(shop, async (tx): Promise<Result<GiftCodeView, MakeGiftCodeError>> => {
    const there = await listLiveGiftCodes(tx, shop, { orderGid, now: at })
    if (there.length >= mostPerOrder && !there.some((known) => known.id === id))
      return err({ kind: 'too_many' })
    const codeHash = hashOfGiftCode(shop, giftCodeOf(shop, id))
    const row = { id, codeHash, orderGid, orderName, lines, madeBy: actor, createdAt: at, endsAt }
    if (await createGiftCode(tx, shop, row)) {
      const event = { kind: 'gift_code_made', codeId: id, order: orderName, lines: lines.length } as const
      await appendAudit(tx, { shop, actor, at, event })
    }
    const known = await findLiveGiftCode(tx, shop, { id, now: at })
    // The same form once more, after its code was revoked, or with a key that is another order's.
    return known?.orderGid === orderGid ? ok(viewOf(ctx, known)) : err({ kind: 'not_found' })
  })
}

/** Ends a code of an order. Returns that were asked for with it go on. */
export async function revokeGiftCode(
  ctx: ShopContext,
  input: { readonly orderGid: OrderGid; readonly id: string },
): Promise<Result<null, Forbidden | { readonly kind: 'not_found' }>> {
  const { shop, actor } = ctx
  const allowed = actor.kind === 'staff' ? await mayAct(ctx, 'gift.make') : ok(null)
  if (!allowed.ok) return allowed
  const at = ctx.now()
  return withShop(shop, async (tx) => {
    const known = await findLiveGiftCode(tx, shop, { id: input.id, now: at })
    if (known === null || !(await revoke(tx, shop, { ...input, now: at }))) return err({ kind: 'not_found' })
    const event = { kind: 'gift_code_revoked', codeId: input.id, order: known.orderName } as const
    await appendAudit(tx, { shop, actor, at, event })
    return ok(null)
  })
}

/**
 * The code that somebody typed, by its id. `not_found` is the one answer for what is none, has ended, was revoked, or is another
 * shop's; right and wrong cost the same one look into the database, and Shopify is not asked.
 */
export async function openGiftCode(
  ctx: ShopContext,
  typed: string,
): Promise<Result<{ readonly codeId: string }, { readonly kind: 'not_found' }>> {
  // What can be no code is looked for as well: that it is none is not to be told by the time.
  const code = readGiftCode(typed) ?? 'none'
  const isOff = ctx.settings.portal.giftReturns === 'off'
  const known = await withShop(ctx.shop, (tx) =>
    findLiveGiftCode(tx, ctx.shop, { codeHash: hashOfGiftCode(ctx.shop, code), now: ctx.now() }),
  )
  return known === null || isOff ? err({ kind: 'not_found' }) : ok({ codeId: known.id })
}
