import { expect, test } from 'vitest'
import { createMoneyRunner } from './order-run.ts'

// A sample; the whole run is `npm run conformance -- money`. A fault names its seed: `-- money --seed N --orders 1`.
test('receipts of 150 generated orders are what the ledger moves, and parts sum to the whole', async () => {
  const run = createMoneyRunner()
  const faults = []
  const currencies = new Set<string>()
  let refunds = 0
  for (let seed = 1; seed <= 150; seed += 1) {
    const result = await run(seed)
    faults.push(...result.faults)
    refunds += result.tally.refunds
    for (const currency of Object.keys(result.tally.currencies)) currencies.add(currency)
  }
  expect(faults).toEqual([])
  expect(refunds).toBeGreaterThan(150)
  expect([...currencies].sort()).toEqual(['EUR', 'JPY', 'KWD', 'USD'])
}, 60_000)
