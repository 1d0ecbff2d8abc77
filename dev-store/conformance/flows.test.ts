import { describe, expect, it } from 'vitest'
import { createFlowRunner } from './run-flow.ts'
import type { WebhookEvent } from '../engine/state.ts'
import { schemaProblems, upperCaseEnums, webhookSchema } from './webhook-schema.ts'

const FLOWS = 500

const LINE = ['.refund_line_items[].line_item', '.line_items[]', '.fulfillments[].line_items[]']
const CARD_FACTS = [
  'avs_result_code',
  'credit_card_bin',
  'credit_card_expiration_month',
  'credit_card_expiration_year',
  'credit_card_name',
  'credit_card_wallet',
  'cvv_result_code',
]

// Values that Shopify's samples happen to have, and that our orders, customers, lines and payments may lack.
const NULLABLE = new Set([
  '.contact_email', '.email', '.customer', '.customer.default_address', '.billing_address', '.shipping_address', '.location_id', '.phone', '.device_id',
  '.remaining_fulfillment_order', '.created_fulfillment_hold.held_by_app', '.fulfillment_order.fulfillment_holds[].held_by_app',
  ...LINE.flatMap((line) => ['product_id', 'variant_id', 'vendor'].map((key) => `${line}.${key}`)),
  ...CARD_FACTS.map((key) => `.transactions[].payment_details.${key}`),
]) // prettier-ignore

describe('random flows', () => {
  it(`${FLOWS} flows keep the books: quantities, money, stock, ledger and traces of refused calls`, async () => {
    const runner = createFlowRunner()
    const bodies = new Map<string, Set<string>>()
    const topics = new Set<string>()
    runner.onEvents((event: WebhookEvent) => {
      topics.add(event.topic)
      const problems = [
        ...schemaProblems(webhookSchema(event.topic) ?? undefined, event.payload, '', NULLABLE),
        ...upperCaseEnums(event.payload),
      ]
      if (problems.length > 0)
        bodies.set(event.topic, new Set([...(bodies.get(event.topic) ?? []), ...problems]))
    })
    let calls = 0
    let refunds = 0
    for (let seed = 1; seed <= FLOWS; seed += 1) {
      const { faults, tally } = await runner.run(seed)
      expect(faults).toEqual([])
      calls += tally.calls
      refunds += tally.refunds
    }
    expect(Object.fromEntries([...bodies].map(([topic, problems]) => [topic, [...problems]]))).toEqual({})
    // The flows must reach what they are there for.
    expect(calls).toBeGreaterThan(FLOWS * 3)
    expect(refunds).toBeGreaterThan(FLOWS / 3)
    expect([...topics].sort()).toEqual(
      expect.arrayContaining([
        'orders/updated',
        'order_transactions/create',
        'refunds/create',
        'returns/approve',
        'returns/process',
        'returns/request',
      ]),
    )
  }, 180_000)

  it('is the same flow for the same seed, byte by byte', async () => {
    const first = createFlowRunner()
    await first.run(42)
    const second = createFlowRunner()
    await second.run(7)
    await second.run(42)
    expect(second.engine.dump()).toBe(first.engine.dump())
  })
})
