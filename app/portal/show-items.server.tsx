import { withShop } from '#app/db.server.ts'
import { listGiftedLines } from '#app/db/gift-code.server.ts'
import { isWorthACode } from '#app/domain/gift.ts'
import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import { judgeOrder } from '#app/use-cases/judge-order.server.ts'
import type { PhotoErrors } from './keep-files.server.ts'
import { writtenLines, type LineEntry, type LineErrors } from './line-entries.ts'
import { LookupPage } from './lookup-page.tsx'
import { OrderPage } from './order-page.tsx'
import { RetryPage } from './retry-page.tsx'
import type { Visit } from './visit.server.tsx'

type ItemsOf = {
  readonly token: string
  readonly visited: { readonly order: OrderGid; readonly customer: CustomerGid | null }
  readonly entries?: readonly LineEntry[]
  readonly errors?: LineErrors
  readonly photoErrors?: PhotoErrors
  readonly notice?: string
  /** What is still asked for: no mistake, but the page takes the place of the form. */
  readonly request?: string
  /** Changed in place: lines split, a photo taken out. */
  readonly inPlace?: boolean
  readonly status?: number
}

/** Judges the order anew and shows its lines, with what was typed, what is wrong with it and what it hangs on. */
export async function showItems(visit: Visit, items: ItemsOf): Promise<Response> {
  const { ctx, frame, form } = visit
  const { order, customer } = items.visited
  const { entries = [], errors = new Map(), photoErrors = new Map(), notice, request } = items
  const judging = judgeOrder(ctx, {
    orderGid: order,
    ...(customer === null ? {} : { customerGid: customer }),
    written: writtenLines(entries),
  })
  const [judged, gifted] = await Promise.all([judging, listGifted(visit, order)])
  if (!judged.ok && judged.error.kind === 'shopify_unreachable') {
    // Shopify replaces answers from 500 on by its own page, and what was typed would be gone.
    const fields = new Map([...form, ['t', items.token]])
    return visit.show(<RetryPage frame={frame} step="order" form={fields} />, 424)
  }
  if (!judged.ok) return showMiss(visit)
  const isWrong = notice !== undefined || errors.size > 0 || photoErrors.size > 0
  const page = (
    <OrderPage
      frame={frame}
      token={items.token}
      {...judged.value}
      gifted={gifted}
      makesGiftCodes={judged.value.decision.lines.some((line) =>
        isWorthACode(line, ctx.settings.portal.giftReturns),
      )}
      entries={entries}
      errors={errors}
      photoErrors={photoErrors}
      inPlace={isWrong || request !== undefined || items.inPlace === true}
      {...(notice === undefined ? {} : { notice })}
      {...(request === undefined ? {} : { request })}
    />
  )
  return visit.show(page, items.status ?? (isWrong ? 422 : 200))
}

/** Nothing is asked where the shop takes no gifts back. */
async function listGifted({ ctx }: Visit, orderGid: OrderGid): Promise<ReadonlySet<string>> {
  if (ctx.settings.portal.giftReturns === 'off') return new Set()
  return withShop(ctx.shop, (tx) => listGiftedLines(tx, ctx.shop, { orderGid, now: ctx.now() }))
}

/** The one answer for an order that is not there and one that is not the visitor's. */
export function showMiss({ frame, form, show }: Visit): Response {
  const typed = { orderNumber: form.get('order_number') ?? '', proof: form.get('proof') ?? '' }
  const notice = { kind: 'error', sentence: frame.text.t('start.not_found') } as const
  return show(<LookupPage frame={frame} typed={typed} notice={notice} invalid />)
}
