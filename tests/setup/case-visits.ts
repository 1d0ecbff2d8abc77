import { beforeEach } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listCases } from '#app/db/case.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { settleWithdrawalsBy } from '#app/jobs/handlers/settle-withdrawal.server.ts'
import { makeStatusToken } from '#app/status-link.server.ts'
import { settleWithdrawal } from '#app/use-cases/settle-withdrawal.server.ts'
import { adminHttp } from './admin-http.ts'
import { orderNamed, requested, wholeLines } from './journey.ts'
import { aMoment } from './portal-api.ts'
import { portalHttp, type Visitor } from './portal-http.ts'
import type { TestShop } from './shop.ts'

/** The fields of a posted form. */
export type Fields = Readonly<Record<string, string>>

/** A shop whose shoppers withdraw, complain and look at their return over HTTP, and what is stored of it. */
export function caseVisits(shop: () => TestShop) {
  const http = portalHttp(shop)
  const admin = adminHttp()
  beforeEach(() => settleWithdrawalsBy(settleWithdrawal))

  const camille = { name: 'Camille Martin', order_number: '#1003', email: 'camille@example.com', goods: '' }

  const hidden = (markup: string, name: string): string =>
    new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(markup)?.[1]?.replaceAll('&quot;', '"') ?? ''
  const readable = (markup: string): string =>
    markup.replace(/value="[^"]*"/g, '').replace(/<link rel="canonical"[^>]*>/, '')

  async function confirmed(visitor: Visitor, fields: Fields = camille) {
    const page = await visitor.post('withdraw', { ...fields, step: 'check' })
    const form = hidden(page.text, 'form')
    await aMoment()
    return { form, answer: await visitor.post('withdraw', { ...fields, step: 'confirm', form }) }
  }
  const pathOf = (location: string | null) => (location ?? '').replace('/apps/returns/', '')
  const cases = () =>
    withShop(shop().ctx.shop, (tx) => listCases(tx, shop().ctx.shop, { state: null, skip: 0, take: 100 }))
  const scope = () => ({ shop: shop().ctx.shop, secret: env.SHOPIFY_API_SECRET })
  const statusOf = (returnId: ReturnId) =>
    `status/${makeStatusToken(scope(), returnId, new Date().toISOString())}`
  const events = (returnId: ReturnId) =>
    withShop(shop().ctx.shop, async (tx) =>
      (await listEvents(tx, shop().ctx.shop, returnId)).map(({ event }) => event),
    )

  /** A return of everything in an order that can come back. */
  async function returned(name: string): Promise<ReturnId> {
    const order = await orderNamed(shop(), name)
    return (await requested(shop(), { order, lines: wholeLines(order) })).made.returnId
  }

  return {
    http,
    admin,
    camille,
    hidden,
    readable,
    confirmed,
    pathOf,
    cases,
    scope,
    statusOf,
    events,
    returned,
  }
}
