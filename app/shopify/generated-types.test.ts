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
  test('store credit outside an order is credited in one place, the bonus', () => {
    const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('types/'),
    )
    const naming = (word: string) =>
      files.filter((name) => new RegExp(`\\b${word}\\(`).test(readFileSync(`app/${name}`, 'utf8'))).sort()
    expect(naming('storeCreditAccountCredit')).toEqual(['shopify/money-operations.server.ts'])
    expect(naming('giftCardCreate')).toEqual([])
    expect(naming('creditBonus')).toEqual([
      'jobs/handlers/pay-bonus.server.ts',
      'shopify/store-credit.server.ts',
    ])
  })
})
