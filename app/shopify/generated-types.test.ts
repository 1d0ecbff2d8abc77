import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import graphqlrc from '../../.graphqlrc.ts'
import { apiVersion } from './api-version.ts'

const folder = new URL('./', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.server.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

describe('the generated types', () => {
  test.skipIf(!existsSync('.cache/schema/admin_2026-10.json.gz'))(
    'are not stale',
    () => {
      const run = spawnSync(process.execPath, ['scripts/codegen.ts', '--check'], { encoding: 'utf8' })
      expect(run.stderr).not.toContain('stale')
      expect(run.status).toBe(0)
    },
    60_000,
  )

  test('come from the version that the app asks for', () => {
    expect(graphqlrc.schema).toContain(`admin_${apiVersion}.`)
  })
})

describe('an operation', () => {
  const operations = [
    ...sources.matchAll(/operation<\s*(\w+),\s*(\w+),?\s*>\(\s*`#graphql\s+(query|mutation) (\w+)/g),
  ]

  test('carries the types of its own name', () => {
    expect(operations.length).toBeGreaterThan(15)
    for (const [, data, variables, kind, name] of operations) {
      const suffix = kind === 'query' ? 'Query' : 'Mutation'
      expect([data, variables]).toEqual([`${name}${suffix}`, `${name}${suffix}Variables`])
    }
  })

  test('has a name that no other has', () => {
    const names = operations.map(([, , , , name]) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  test('stands nowhere without types', () => {
    expect([...sources.matchAll(/`#graphql/g)]).toHaveLength(operations.length)
  })
})

describe('App Store rule 1.1.15: refunds go through returnProcess or refundCreate', () => {
  test('store credit outside an order is credited in one place: a bonus, and a gift to who was given it', () => {
    const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('types/'),
    )
    const naming = (word: string) =>
      files.filter((name) => new RegExp(`\\b${word}\\(`).test(readFileSync(`app/${name}`, 'utf8'))).sort()
    expect(naming('storeCreditAccountCredit')).toEqual(['shopify/money-operations.server.ts'])
    expect(naming('giftCardCreate')).toEqual([])
    expect(naming('creditAccount')).toEqual([
      'jobs/handlers/pay-bonus.server.ts',
      'shopify/store-credit.server.ts',
    ])
    // What is credited is one of two intents, each written in one place. A bonus follows a refund that has settled; a gift's
    // credit is the return of a gift's (a trigger of the database refuses it for any other, and any money to whoever paid).
    const written = (purpose: string) =>
      files
        .filter((name) => readFileSync(`app/${name}`, 'utf8').includes(`    purpose: '${purpose}',\n`))
        .sort()
    expect(written('bonus_credit')).toEqual(['jobs/refund-outcome.server.ts'])
    expect(written('gift_credit')).toEqual(['jobs/refund-intent.server.ts'])
    const intent = readFileSync('app/jobs/refund-intent.server.ts', 'utf8')
    expect(intent).toContain('const isGiftCredit = record.gift !== null && isPositive(quote.refund)\n')
    expect([...intent.matchAll(/\bintendGiftCredit\(/g)]).toHaveLength(2)
    const migration = 'prisma/migrations/20261125010000_gift_returns/migration.sql'
    expect(readFileSync(migration, 'utf8')).toContain('CREATE TRIGGER "MoneyIntent_gifts" BEFORE INSERT')
  })
})
