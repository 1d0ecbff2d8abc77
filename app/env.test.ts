import { describe, expect, test } from 'vitest'
import { parseEnvironment } from './env.server.ts'

const key = Buffer.alloc(32, 'own').toString('base64')
const production = {
  NODE_ENV: 'production',
  SHOPIFY_API_KEY: 'key',
  SHOPIFY_API_SECRET: 'own secret',
  SHOPIFY_APP_URL: 'https://app.example',
  ENCRYPTION_KEY: key,
  DATABASE_URL: 'postgresql://localhost/homeward',
  SMTP_URL: 'smtps://user:password@mail.example:465',
  MAIL_FROM: 'Shop <returns@shop.example>',
}
const demoKey = Buffer.alloc(32, 'demo').toString('base64')

describe('the environment', () => {
  test('of a developer needs nothing', () => {
    expect(parseEnvironment({}).SHOPIFY_API_KEY).toBe('homeward-demo-key')
  })

  test('of production makes nothing up and names everything that is missing', () => {
    expect(() => parseEnvironment({ NODE_ENV: 'production' })).toThrow(
      /SHOPIFY_API_KEY[\s\S]*SHOPIFY_API_SECRET[\s\S]*SHOPIFY_APP_URL[\s\S]*ENCRYPTION_KEY[\s\S]*SMTP_URL[\s\S]*MAIL_FROM/,
    )
    expect(parseEnvironment(production).DATABASE_URL).toBe(production.DATABASE_URL)
  })

  test.each([
    ['the secret of the demo', { SHOPIFY_API_SECRET: 'homeward-demo-secret-0123456789abcdef' }],
    ['the key of the demo', { ENCRYPTION_KEY: demoKey }],
    ['the key of the demo among others', { ENCRYPTION_KEY: `new:${key},old:${demoKey}` }],
    ['no TLS', { SHOPIFY_APP_URL: 'http://app.example' }],
    ['the embedded database', { DATABASE_URL: '' }],
    ['a short key', { ENCRYPTION_KEY: 'c2hvcnQ=' }],
    ['mail that goes nowhere', { SMTP_URL: '' }],
    ['another database', { DATABASE_URL: 'mysql://localhost/homeward' }],
  ])('of production refuses %s', (_name, change) => {
    expect(() => parseEnvironment({ ...production, ...change })).toThrow()
  })

  test('of the demo is what it is', () => {
    const demo = {
      HOMEWARD_DEMO: '1',
      SHOPIFY_API_SECRET: 'homeward-demo-secret-0123456789abcdef',
      DATABASE_URL: '',
      SHOPIFY_APP_URL: 'http://127.0.0.1:4401',
    }
    expect(parseEnvironment({ ...production, ...demo }).HOMEWARD_DEMO).toBe(true)
  })

  test('takes several keys, the first for writing', () => {
    const keys = parseEnvironment({
      ...production,
      ENCRYPTION_KEY: `2026-12:${key},2026-11:${demoKey}`,
      HOMEWARD_DEMO: '1',
    }).ENCRYPTION_KEY
    expect(keys.map(({ id }) => id)).toEqual(['2026-12', '2026-11'])
  })
})
