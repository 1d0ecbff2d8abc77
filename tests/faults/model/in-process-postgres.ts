import { Duplex } from 'node:stream'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { migrate } from '#app/db/migrate.server.ts'

/** One thing that a connection asks, up to where it wants an answer. */
type Turn = { readonly from: Line; readonly message: Uint8Array }

const simpleQuery = 'Q'.charCodeAt(0)
const sync = 'S'.charCodeAt(0)
const terminate = 'X'.charCodeAt(0)

/** What `pg` needs to connect. */
export type InProcessPostgres = {
  readonly user: string
  readonly database: string
  readonly stream: () => Duplex
}

/**
 * PostgreSQL in this process, as `app/db/embedded.server.ts` has it, without sockets in between: half of what a story
 * would cost otherwise, and nothing in it depends on when a packet arrives. Migrated as the app does it.
 */
export async function openInProcessPostgres(): Promise<InProcessPostgres> {
  const db = await PGlite.create()
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0 })
  await server.start()
  await migrate(`postgresql://postgres@${server.getServerConn()}/postgres?sslmode=disable`)
  await server.stop()
  const waiting: Turn[] = []
  let owner: Line | null = null
  let isBusy = false
  const work = async () => {
    if (isBusy) return
    isBusy = true
    for (;;) {
      // One session for all: whoever has begun a transaction is alone until its end.
      const place = db.isInTransaction() ? waiting.findIndex((one) => one.from === owner) : 0
      const [turn] = place < 0 ? [] : waiting.splice(place, 1)
      if (turn === undefined) break
      owner = turn.from
      const answer: Uint8Array[] = []
      await db.execProtocolRawStream(turn.message, {
        syncToFs: false,
        onRawData: (part) => answer.push(part.slice()),
      })
      turn.from.push(Buffer.concat(answer))
    }
    isBusy = false
  }
  return {
    user: 'postgres',
    database: 'postgres',
    stream: () =>
      new Line((turn) => {
        waiting.push(turn)
        void work()
      }),
  }
}

/** A connection in the place of a socket: what `pg` writes is cut into turns. */
class Line extends Duplex {
  private collected = Buffer.alloc(0)
  private isGreeted = false
  private readonly onTurn: (turn: Turn) => void

  constructor(onTurn: (turn: Turn) => void) {
    super()
    this.onTurn = onTurn
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  /** What sockets have and `pg` asks of them. */
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(part: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.cut(part)
    done()
  }

  override _writev(parts: { chunk: Buffer }[], done: () => void): void {
    this.cut(Buffer.concat(parts.map((one) => one.chunk)))
    done()
  }

  private cut(part: Buffer): void {
    this.collected = Buffer.concat([this.collected, part])
    let end = 0
    for (;;) {
      // The greeting alone has no type byte before its length.
      const lengthAt = this.isGreeted ? end + 1 : end
      if (this.collected.length < lengthAt + 4) return
      const next = lengthAt + this.collected.readInt32BE(lengthAt)
      if (this.collected.length < next) return
      const type = this.isGreeted ? this.collected[end] : sync
      this.isGreeted = true
      end = next
      if (type === terminate) {
        this.push(null)
        return
      }
      if (type !== sync && type !== simpleQuery) continue
      const message = new Uint8Array(this.collected.subarray(0, end))
      this.collected = this.collected.subarray(end)
      end = 0
      this.onTurn({ from: this, message })
    }
  }
}
