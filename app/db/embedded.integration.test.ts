import pg from 'pg'
import { expect, test } from 'vitest'
import { serveEmbedded } from './embedded.server.ts'

test('prepared queries of many connections at once get their own answers', async () => {
  const database = await serveEmbedded({})
  const clients = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const client = new pg.Client({ connectionString: database.url })
      await client.connect()
      return client
    }),
  )
  try {
    for (let round = 0; round < 40; round += 1) {
      const answers = await Promise.all(
        clients.map(async (client, at) => {
          const value = `${at}-${round}`
          const { rows } =
            at % 2 === 0
              ? await client.query<{ answer: string }>('select $1::text as answer', [value])
              : await client.query<{ answer: string }>('select $1::bigint::text || $2 as answer', [
                  at,
                  `-${round}`,
                ])
          return rows[0]?.answer === value
        }),
      )
      expect(answers).toEqual(clients.map(() => true))
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()))
    await database.close()
  }
}, 60_000)

test('a connection that ends in the middle of a transaction does not hold the others up', async () => {
  const database = await serveEmbedded({})
  const leaving = new pg.Client({ connectionString: database.url })
  const staying = new pg.Client({ connectionString: database.url })
  await Promise.all([leaving.connect(), staying.connect()])
  try {
    await leaving.query('begin')
    await leaving.query('select $1::int', [1])
    await leaving.end()
    const { rows } = await staying.query<{ answer: number }>('select $1::int as answer', [2])
    expect(rows).toEqual([{ answer: 2 }])
  } finally {
    await staying.end()
    await database.close()
  }
}, 60_000)
