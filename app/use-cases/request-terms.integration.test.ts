import { expect, test } from 'vitest'
import { judgeBy, ledgerOf, orderNamed, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { judgeOrder } from './judge-order.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { requestReturn } from './request-return.server.ts'

const shop = installedShop()

const ask = (order: Awaited<ReturnType<typeof orderNamed>>, outcome: 'refund' | 'store_credit') =>
  requestReturn(shop().ctx, {
    orderGid: order.id,
    submissionKey: crypto.randomUUID(),
    lines: wholeLines(order),
    outcome,
    locale: 'en',
  })

test('a rule that asks for the outcome decides each outcome by itself', async () => {
  await judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: {
      ...policy.baseline,
      restockingFee: { percent: 10, outcomes: ['refund'] },
      outcomes: ['refund', 'store_credit'],
    },
    rules: [
      {
        id: 'refunds',
        name: 'A person looks at refunds',
        enabled: true,
        when: { kind: 'requestedOutcome', is: 'anyOf', values: ['refund'] },
        set: { review: 'staff' },
      },
    ],
  }))
  const order = await orderNamed(shop(), '#1001')
  const quoted = await quoteReturn(shop().ctx, { orderGid: order.id, lines: wholeLines(order) })
  if (!quoted.ok) throw new Error(quoted.error.kind)
  const fees = quoted.value.quotes.map((quote) => [
    quote.outcome,
    quote.lines.some((line) => line.restockingFee.minor > 0),
  ])
  expect(fees).toEqual([
    ['refund', true],
    ['store_credit', false],
  ])
  const credit = await ask(order, 'store_credit')
  expect(credit).toMatchObject({ ok: true, value: { status: 'approved' } })
})

test('the same request for a refund waits for the person whom the rule names', async () => {
  await judgeBy(shop(), (policy) => ({
    ...policy,
    rules: [
      {
        id: 'refunds',
        name: 'A person looks at refunds',
        enabled: true,
        when: { kind: 'requestedOutcome', is: 'anyOf', values: ['refund'] },
        set: { review: 'staff' },
      },
    ],
  }))
  const order = await orderNamed(shop(), '#1001')
  const made = await ask(order, 'refund')
  if (!made.ok) throw new Error(made.error.kind)
  expect(made.value.status).toBe('in_review')
  const { decision } = await stored(shop(), made.value.returnId)
  expect(decision.lines[0]).toMatchObject({
    reasons: [{ key: 'review.rule', params: { rule: 'A person looks at refunds' } }, { key: 'window.open' }],
    trace: [{ ruleId: 'refunds', result: 'true', leaves: [{ holds: true, found: 'refund' }] }],
  })
  expect(ledgerOf(shop(), '#1001').filter((row) => row.kind === 'refund')).toEqual([])
})

test('a bundle that comes back whole names what is missing, and passes with all of it', async () => {
  await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, bundles: 'whole' } }))
  const order = await orderWithBundle()
  const parts = wholeLines(order).filter((line) =>
    order.lines.some((one) => one.id === line.lineId && one.bundleId !== null),
  )
  const [first, ...rest] = parts
  if (first === undefined || rest.length === 0) throw new Error('the bundle has one part only')
  const some = await quoteReturn(shop().ctx, { orderGid: order.id, lines: [first] })
  const titles = rest.map((line) => order.lines.find((one) => one.id === line.lineId)?.title)
  expect(some).toEqual({
    ok: false,
    error: {
      kind: 'invalid_lines',
      lines: [{ lineId: first.lineId, problem: 'bundle_incomplete', missing: titles }],
    },
  })
  expect(await quoteReturn(shop().ctx, { orderGid: order.id, lines: parts })).toMatchObject({ ok: true })
})

async function orderWithBundle() {
  for (let number = 1001; number <= 1012; number += 1) {
    const { id } = await orderNamed(shop(), `#${number}`)
    // Read for this policy: which lines are one bundle is asked for only where a policy cares.
    const judged = await judgeOrder(shop().ctx, { orderGid: id })
    if (!judged.ok) throw new Error(judged.error.kind)
    const { order } = judged.value
    const parts = order.lines.filter((line) => line.bundleId !== null && line.returnableQuantity > 0)
    if (parts.length > 1) return order
  }
  throw new Error('The seed has no delivered bundle')
}
