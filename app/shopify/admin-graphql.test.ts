import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ShopDomain } from '#app/domain/ids.ts'
import { redirectShopify } from '../../tests/setup/redirect-shopify.ts'
import {
  isAccessDenied,
  isShopifyGraphqlErrors,
  isShopifyThrottled,
  isShopifyUnreachable,
} from './admin-error.ts'
import { adminGraphql, type AdminGraphqlOptions } from './admin-graphql.server.ts'

const shop = ShopDomain.parse('graph.myshopify.com')
const query = `#graphql
  query ShopName { shop { name } }`
const mutation = `#graphql
  # pays
  mutation Pay { pay { ok } }`

type Reply = {
  status?: number
  body?: unknown
  text?: string
  headers?: Record<string, string>
  then?: 'hang' | 'cut'
}

let server: Server
let replies: Reply[] = []
let seen: { token: string; body: unknown }[] = []
let undo: () => Promise<void>
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({
        token: String(request.headers['x-shopify-access-token']),
        body: JSON.parse(Buffer.concat(chunks).toString()),
      })
      const reply = replies.length > 1 ? replies.shift() : replies[0]
      if (reply?.then === 'hang') return
      if (reply?.then === 'cut') return void request.socket.destroy()
      response.writeHead(reply?.status ?? 200, { 'content-type': 'application/json', ...reply?.headers })
      response.end(reply?.text ?? JSON.stringify(reply?.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  undo = redirectShopify(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
})
afterEach(() => {
  seen = []
})
afterAll(async () => {
  await undo()
  server.closeAllConnections()
  server.close()
})

function ask(
  operation: string,
  answers: Reply[],
  options: Partial<AdminGraphqlOptions> = {},
): Promise<unknown> {
  replies = answers
  return adminGraphql({
    shop,
    accessToken: () => Promise.resolve('token'),
    timeoutMs: 300,
    patienceMs: 5_000,
    ...options,
  })(operation)
}
const failure = (operation: string, answers: Reply[], options?: Partial<AdminGraphqlOptions>) =>
  ask(operation, answers, options).then(
    () => Promise.reject(new Error('It should have failed')),
    (error: unknown) => error,
  )

const good = { body: { data: { shop: { name: 'Graph' } } } }
const throttled = (available: number): Reply => ({
  body: {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: {
      cost: {
        requestedQueryCost: 100,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 500 },
      },
    },
  },
})

describe('a query', () => {
  test('answers the data', async () => {
    expect(await ask(query, [good])).toEqual({ shop: { name: 'Graph' } })
    expect(seen).toEqual([{ token: 'token', body: { query, variables: {} } }])
  })

  test.each<[string, Reply]>([
    ['HTTP 503', { status: 503, text: 'away' }],
    ['a cut connection', { then: 'cut' }],
    ['no answer in time', { then: 'hang' }],
    ['half an answer', { text: '{"data":{"shop"' }],
  ])('is asked again after %s', async (_name, bad) => {
    expect(await ask(query, [bad, good])).toEqual({ shop: { name: 'Graph' } })
    expect(seen).toHaveLength(2)
  })

  test('waits for points as long as they take to come back', async () => {
    const begun = performance.now()
    await ask(query, [throttled(0), good])
    expect(performance.now() - begun).toBeGreaterThanOrEqual(195)
  })

  test('gives up when the wait is longer than its patience, and says how long', async () => {
    const error = await failure(query, [throttled(-9_900)], { patienceMs: 100 })
    expect(isShopifyThrottled(error) && error.waitSeconds).toBe(20)
    expect(seen).toHaveLength(1)
  })

  test('takes Retry-After as seconds', async () => {
    const error = await failure(query, [{ status: 429, text: '', headers: { 'retry-after': '7.0' } }], {
      patienceMs: 0,
    })
    expect(isShopifyThrottled(error) && error.waitSeconds).toBe(7)
  })

  test('is asked once more with a fresh token after a 401', async () => {
    const accessToken = (options?: { rejected: string }) => {
      if (options) token = 'fresh'
      return Promise.resolve(token)
    }
    let token = 'old'
    await ask(query, [{ status: 401, text: '' }, good], { accessToken })
    expect(seen.map((each) => each.token)).toEqual(['old', 'fresh'])
  })

  test('does not go on for ever', async () => {
    const error = await failure(query, [{ status: 500, text: '' }])
    expect(isShopifyUnreachable(error) && error.status).toBe(500)
    expect(seen.length).toBeLessThanOrEqual(4)
  })

  test('names a right that is missing', async () => {
    const body = {
      data: { order: null },
      errors: [{ message: 'Access denied', path: ['order'], extensions: { code: 'ACCESS_DENIED' } }],
    }
    const error = await failure(query, [{ body }])
    expect(isAccessDenied(error)).toBe(true)
    expect(seen).toHaveLength(1)
  })
})

describe('a mutation is sent once, and what may have happened is said', () => {
  test.each<[string, Reply, false | 'unknown']>([
    ['HTTP 503', { status: 503, text: 'away' }, 'unknown'],
    ['HTTP 408 of something in between', { status: 408, text: '' }, 'unknown'],
    ['HTTP 204', { status: 204, text: '' }, 'unknown'],
    ['a cut connection', { then: 'cut' }, 'unknown'],
    ['no answer in time', { then: 'hang' }, 'unknown'],
    ['half an answer', { text: '{"data":{"pay"' }, 'unknown'],
    ['no data', { body: { data: null } }, 'unknown'],
    [
      'an inner error',
      { body: { errors: [{ message: 'Internal', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } },
      'unknown',
    ],
    [
      'an answer of which a part was refused',
      {
        body: {
          data: { pay: { ok: true } },
          errors: [{ message: 'no', extensions: { code: 'ACCESS_DENIED' } }],
        },
      },
      'unknown',
    ],
    [
      'an answer that broke below the mutation itself, by a right that is missing for what it reads',
      {
        body: {
          data: { pay: null },
          errors: [{ message: 'no', path: ['pay', 'order'], extensions: { code: 'ACCESS_DENIED' } }],
        },
      },
      'unknown',
    ],
    ['HTTP 401', { status: 401, text: '' }, false],
    ['HTTP 403', { status: 403, text: '' }, false],
  ])('%s', async (_name, reply, sent) => {
    const error = await failure(mutation, [reply])
    expect(isShopifyUnreachable(error) ? error.sent : error).toBe(sent)
    expect(seen).toHaveLength(1)
  })

  test('without points it was not begun', async () => {
    expect(isShopifyThrottled(await failure(mutation, [throttled(0)]))).toBe(true)
    expect(seen).toHaveLength(1)
  })

  test('a refused document was not begun', async () => {
    const body = { errors: [{ message: "Field 'x' doesn't exist", extensions: { code: 'undefinedField' } }] }
    expect(isShopifyGraphqlErrors(await failure(mutation, [{ body }]))).toBe(true)
  })

  test('a connection that was never made sent nothing', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const address = closed.address()
    await new Promise((resolve) => closed.close(resolve))
    const back = redirectShopify(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
    try {
      const error = await failure(mutation, [good])
      expect(isShopifyUnreachable(error) ? error.sent : error).toBe(false)
    } finally {
      await back()
    }
  })
})
