import { z } from 'zod'
import { OrderGid } from '#app/domain/ids.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { TryAgainst } from '#app/use-cases/try-order.server.ts'

/** What the address of the page says: what is searched, which order is tried, and as what. */
export type TryAddress = {
  readonly search: string
  /** The number at the end of the order's id. */
  readonly order: string | null
  readonly against: TryAgainst
  readonly reason: string | null
  readonly outcome: Outcome | null
  /** ISO day of the request; null: now. */
  readonly day: string | null
}

/** Reads the address; what makes no sense in it counts as not said. */
export function readTryAddress(params: URLSearchParams): TryAddress {
  const order = params.get('order') ?? ''
  const against = params.get('against') ?? ''
  const day = params.get('day') ?? ''
  const reason = (params.get('reason') ?? '').slice(0, 64)
  return {
    search: (params.get('q') ?? '').slice(0, 40),
    order: /^\d{1,20}$/.test(order) ? order : null,
    against: /^\d{1,6}$/.test(against) ? Number(against) : against === 'own' ? 'own' : 'in_force',
    reason: reason === '' ? null : reason,
    outcome: Outcome.safeParse(params.get('outcome')).data ?? null,
    day: z.iso.date().safeParse(day).data ?? null,
  }
}

/** The id of the order that the address names. */
export function orderGidOf(order: string): OrderGid {
  return OrderGid.parse(`gid://shopify/Order/${order}`)
}
