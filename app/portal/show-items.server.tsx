import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import { judgeOrder } from '#app/use-cases/judge-order.server.ts'
import type { LineEntry, LineErrors } from './line-entries.ts'
import { LookupPage } from './lookup-page.tsx'
import { OrderPage } from './order-page.tsx'
import { RetryPage } from './retry-page.tsx'
import type { Visit } from './visit.server.tsx'

type ItemsOf = {
  readonly token: string
  readonly visited: { readonly order: OrderGid; readonly customer: CustomerGid | null }
  readonly entries?: readonly LineEntry[]
  readonly errors?: LineErrors
  readonly notice?: string
}

/** Judges the order anew and shows its lines, with what was typed and what is wrong with it. */
export async function showItems(visit: Visit, items: ItemsOf): Promise<Response> {
  const { ctx, frame, form } = visit
  const { order, customer } = items.visited
  const judged = await judgeOrder(ctx, {
    orderGid: order,
    ...(customer === null ? {} : { customerGid: customer }),
  })
  if (!judged.ok && judged.error.kind === 'shopify_unreachable') {
    // Shopify replaces answers from 500 on by its own page, and what was typed would be gone.
    const fields = new Map([...form, ['t', items.token]])
    return visit.show(<RetryPage frame={frame} step="order" form={fields} />, 424)
  }
  if (!judged.ok) return showMiss(visit)
  const isWrong = items.notice !== undefined || (items.errors?.size ?? 0) > 0
  const { entries = [], errors = new Map(), notice } = items
  const page = (
    <OrderPage
      frame={frame}
      token={items.token}
      {...judged.value}
      entries={entries}
      errors={errors}
      {...(notice === undefined ? {} : { notice })}
    />
  )
  return visit.show(page, isWrong ? 422 : 200)
}

/** The one answer for an order that is not there and one that is not the visitor's. */
export function showMiss({ frame, form, show }: Visit): Response {
  const typed = { orderNumber: form.get('order_number') ?? '', proof: form.get('proof') ?? '' }
  const notice = { kind: 'error', sentence: frame.text.t('start.not_found') } as const
  return show(<LookupPage frame={frame} typed={typed} notice={notice} invalid />)
}
