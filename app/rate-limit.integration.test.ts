import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '#app/db.server.ts'
import { ownDatabase } from '../tests/setup/database.ts'
import { rateLimiter } from './rate-limit.server.ts'

ownDatabase()

test('lets through what is within the limit, however many ask at once, and says how long to wait', async () => {
  const limiter = rateLimiter('test', { points: 5, seconds: 60 })
  const waits = await Promise.all(Array.from({ length: 20 }, () => limiter.consume('a@example.com')))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
  expect(waits.every((wait) => wait >= 0 && wait <= 60)).toBe(true)
  expect(await limiter.consume('b@example.com')).toBe(0)
})

test('gives a use back', async () => {
  const limiter = rateLimiter(randomUUID(), { points: 1, seconds: 60 })
  await limiter.consume('key')
  await limiter.reward('key')
  expect(await limiter.consume('key')).toBe(0)
  expect(await limiter.consume('key')).toBeGreaterThan(0)
})

test('stores no key that could be read', async () => {
  await rateLimiter('test', { points: 5, seconds: 60 }).consume('a@example.com')
  expect(JSON.stringify((await database().prisma.rateLimit.findMany()).map((row) => row.key))).not.toContain(
    'example',
  )
})
