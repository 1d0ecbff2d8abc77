import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actualCost, requestedCost } from '../engine/cost.ts'
import { createDocuments } from '../engine/documents.ts'
import { registry } from '../engine/registry.ts'
import { adminSchema } from '../engine/schema.ts'

const folder = join(import.meta.dirname, '../../../shared/shopify/captures')
const hasRecordings = existsSync(folder)
if (!hasRecordings) console.warn('SKIPPED: no recordings beside this checkout (../shared/shopify/captures)')

const prepare = createDocuments(registry())
const admin = adminSchema('2026-04')

type Cost = { requestedQueryCost: number; actualQueryCost: number | null }
type Step = {
  name: string
  query: string
  variables?: Record<string, unknown>
  response: { data?: unknown; extensions?: { cost?: Cost } }
}

test.skipIf(!hasRecordings)('what a recorded answer cost, asked and actual, is what ours computes', () => {
  const wrong: unknown[] = []
  let pairs = 0
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    // The recordings' documented shape: { steps: [{ name, query, variables, response }] }.
    const { steps } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { steps: Step[] }
    for (const { name, query, variables = {}, response } of steps) {
      const cost = response.extensions?.cost
      const operation = prepare(admin, query).operations[0]
      if (!cost || !operation) continue
      pairs += 1
      const ours = {
        requestedQueryCost: requestedCost(operation.cost, variables),
        actualQueryCost: actualCost(operation.cost, response.data, variables),
      }
      if (
        ours.requestedQueryCost !== cost.requestedQueryCost ||
        ours.actualQueryCost !== cost.actualQueryCost
      )
        wrong.push({ file, name, ours, recorded: cost })
    }
  }
  expect(wrong).toEqual([])
  expect(pairs).toBeGreaterThan(70)
})

test('however many nodes came, an answer costs no more than was asked for', () => {
  const query = `{ orders(first: 45) { nodes { id lineItems(first: 20) { nodes { id product { id } variant { id } } } returns(first: 3) { nodes { id } } } } }`
  const operation = prepare(admin, query).operations[0]
  if (!operation) throw new Error('the document did not compile')
  const line = { id: 'a', product: { id: 'b' }, variant: { id: 'c' } }
  const order = {
    id: 'o',
    lineItems: { nodes: Array.from({ length: 20 }, () => line) },
    returns: { nodes: [{ id: 'r' }] },
  }
  const asked = requestedCost(operation.cost, {})
  const all = actualCost(operation.cost, { orders: { nodes: Array.from({ length: 45 }, () => order) } }, {})
  const one = actualCost(operation.cost, { orders: { nodes: [order] } }, {})
  expect(all).toBeLessThanOrEqual(asked)
  expect(one).toBeLessThan(all)
})
