import { expect } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listApprovals } from '#app/db/approval.server.ts'
import { listAudit } from '#app/db/audit.server.ts'
import { findLimits, saveLimits } from '#app/db/limit.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { firstLimits, type Limits } from '#app/domain/limits.ts'
import { type Money, toDecimal } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Role } from '#app/domain/roles.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { adminHttp, type Answer, type StaffBrowser } from './admin-http.ts'
import { ledgerOf, orderNamed, receive, requested, stored, wholeLines } from './journey.ts'
import type { TestShop } from './shop.ts'

/** People of a shop who pay, ask and grant over HTTP, under the limits of the shop. */
export function staffPayments(shop: () => TestShop) {
  const http = adminHttp()

  const person = (userId: string, name: string, role: Role | null): Promise<StaffBrowser> =>
    http().person(shop(), { userId, name, role })

  /** A return whose goods are here, and what it comes to now. */
  async function returnToPay(
    name: string,
    pick: (index: number) => boolean = () => true,
  ): Promise<{ readonly id: ReturnId; readonly order: OrderFacts; readonly refund: Money }> {
    const order = await orderNamed(shop(), name)
    const { made } = await requested(shop(), { order, lines: wholeLines(order, pick) })
    await receive(shop(), made.returnId)
    return { id: made.returnId, order, refund: await amountOf(made.returnId) }
  }

  async function amountOf(returnId: ReturnId): Promise<Money> {
    const quoted = await quoteRefund(shop().ctx, { returnId })
    const quote = quoted.ok ? quoted.value.quotes.find((one) => one.outcome === 'refund') : undefined
    if (quote === undefined) throw new Error(`Not quoted: ${JSON.stringify(quoted)}`)
    return quote.refund
  }

  async function setLimits(limits: Limits): Promise<void> {
    const { shop: domain } = shop().ctx
    const { version } = await withShop(domain, (tx) => findLimits(tx, domain))
    await withShop(domain, (tx) => saveLimits(tx, { shop: domain, limits, version }))
  }

  const agentsMay = (order: Money, more: Partial<Record<'day' | 'buyer', string>> = {}): Limits => ({
    ...firstLimits,
    agent: {
      kind: 'limited',
      amounts: {
        refund: { [order.currency]: { order: toDecimal(order), day: null, buyer: null, ...more } },
        store_credit: {},
      },
    },
  })

  const pay = (who: StaffBrowser, { id, refund }: { id: ReturnId; refund: Money }): Promise<Answer> =>
    who.post(`/app/returns/${id}`, { intent: 'refund', method: 'original_payment', expected: refund })

  const decide = async (
    who: StaffBrowser,
    id: ReturnId,
    more: { intent?: 'grant' | 'refuse'; requestHash?: string } = {},
  ): Promise<Answer> => {
    const [approval] = await approvalsOf(id)
    const { intent = 'grant', requestHash = approval?.requestHash } = more
    return who.post(`/app/returns/${id}`, { intent, approvalId: approval?.id, requestHash, note: '' })
  }

  const approvalsOf = (id: ReturnId) =>
    withShop(shop().ctx.shop, (tx) => listApprovals(tx, shop().ctx.shop, id))
  const refundsOf = (name: string) => ledgerOf(shop(), name).filter((row) => row.kind === 'refund')
  const intentsOf = async (id: ReturnId) => (await stored(shop(), id)).moneyIntents
  const refusals = async () => {
    const { shop: domain } = shop().ctx
    const entries = await withShop(domain, (tx) => listAudit(tx, domain, 50))
    return entries.flatMap(({ event, actor }) =>
      event.kind === 'action_refused'
        ? [`${actor.kind === 'staff' ? actor.name : actor.kind} ${event.action} ${event.because}`]
        : [],
    )
  }

  async function askedByBen() {
    const due = await returnToPay('#1001')
    const ben = await person('2', 'Ben', 'agent')
    expect((await pay(ben, due)).text).toContain('waits for a second person')
    return { due, ben }
  }

  return {
    http,
    askedByBen,
    person,
    returnToPay,
    amountOf,
    setLimits,
    agentsMay,
    pay,
    decide,
    approvalsOf,
    refundsOf,
    intentsOf,
    refusals,
  }
}
