import { once } from 'node:events'
import { createConnection } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { type EmbeddedDatabase, serveEmbedded } from './embedded.server.ts'

async function withDatabase(work: (database: EmbeddedDatabase) => Promise<void>): Promise<void> {
  const database = await serveEmbedded({})
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

async function connect(database: EmbeddedDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  return client
}

const zero = '\0'
/** A message of PostgreSQL's wire protocol: type, length, body. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}

test('a prepared query that arrives in two packets is not mixed with a query of another connection', async () => {
  await withDatabase(async (database) => {
    const other = await connect(database)
    const { hostname, port } = new URL(database.url)
    const socket = createConnection({ host: hostname, port: Number(port) })
    const received: Buffer[] = []
    socket.on('data', (data: Buffer) => received.push(data))
    const answerHas = async (text: string) => {
      while (!Buffer.concat(received).includes(text))
        await once(socket, 'data', { signal: AbortSignal.timeout(5_000) })
    }
    socket.write(
      message('', Buffer.from(`\0\x03\0\0user${zero}postgres${zero}database${zero}postgres${zero}${zero}`)),
    )
    await answerHas('Z')

    const statement = Buffer.from(`${zero}select 'mine'::text${zero}\0\0`)
    await new Promise<void>((resolve) => socket.write(message('P', statement), () => resolve()))
    await answerHas('1') // parse complete
    const foreign = other.query<{ answer: string }>('select $1::text as answer', ['foreign'])
    await new Promise((resolve) => setTimeout(resolve, 100))
    const nothing = Buffer.alloc(6)
    const execute = Buffer.from(`${zero}\0\0\0\0`)
    socket.write(
      Buffer.concat([
        message('B', Buffer.concat([Buffer.from(`${zero}${zero}`), nothing])),
        message('E', execute),
        message('S', Buffer.alloc(0)),
      ]),
    )
    await answerHas('mine')
    expect((await foreign).rows).toEqual([{ answer: 'foreign' }])

    socket.destroy()
    await other.end()
  })
}, 60_000)

test('a connection that ends in the middle of a transaction does not hold the others up', async () => {
  await withDatabase(async (database) => {
    const [leaving, staying] = await Promise.all([connect(database), connect(database)])
    await leaving.query('begin')
    await leaving.query('select $1::int', [1])
    await leaving.end()
    const { rows } = await staying.query<{ answer: number }>('select $1::int as answer', [2])
    expect(rows).toEqual([{ answer: 2 }])
    await staying.end()
  })
}, 60_000)
