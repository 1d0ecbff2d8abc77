import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { withShop } from '#app/db.server.ts'
import { getLatestPolicy, storePolicyDraft } from '#app/db/policy.server.ts'
import { findReplayRun, listReplayRuns, type ReplayRunRecord } from '#app/db/replay-run.server.ts'
import { replayAtPace } from '#app/jobs/handlers/replay-orders.server.ts'
import { adminHttp, type StaffBrowser } from '../../tests/setup/admin-http.ts'
import { orderNamed } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { readReplayAddress, readReplayPage } from './app.policy_.replay/replay-page.server.ts'

/* The replay page's server as a browser asks it: starting, cancelling, going on, and the file of what comes out otherwise. */

const shop = installedShop()
const http = adminHttp()

const started = {
  intent: 'start',
  asked: { scope: { kind: 'all' }, day: { kind: 'after_order', days: 20 }, outcome: 'refund' },
  before: { kind: 'version', number: 1 },
  after: { kind: 'draft' },
}
const smallSteps = { linesPerStep: 7, sliceMs: 0 }

/** A draft with a window of ten days from the order, and nothing else. */
async function shortDraft(): Promise<void> {
  const { ctx } = shop()
  await withShop(ctx.shop, async (tx) => {
    const { policy } = await getLatestPolicy(tx, ctx.shop)
    const returnWindow = {
      days: 10,
      from: 'order',
      transitDays: 0,
      rollover: 'none',
      notBefore: null,
    } as const
    await storePolicyDraft(tx, {
      shop: ctx.shop,
      policy: { ...policy, baseline: { ...policy.baseline, returnWindow } },
      basedOn: 1,
      author: ctx.actor,
      updatedAt: ctx.now(),
    })
  })
}

async function start(who: StaffBrowser): Promise<string> {
  const answer = await who.post('/app/policy/replay', started)
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('The replay has begun')])
  const id = answer.text.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/)?.[0]
  return z.uuid().parse(id)
}

async function read(runId: string): Promise<ReplayRunRecord> {
  const { ctx } = shop()
  const run = await withShop(ctx.shop, (tx) => findReplayRun(tx, ctx.shop, runId))
  if (run === null) throw new Error('There is no such replay')
  return run
}

async function runAll(): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    if ((await shop().runJobs()) === 0) return
    shop().advance(2)
  }
}

/** Rows of a CSV file in which every text is quoted. */
function rowsOf(csv: string): readonly (readonly string[])[] {
  return csv
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter((row) => row !== '')
    .map((row) =>
      [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, text, bare]) =>
        (text ?? bare ?? '').replaceAll('""', '"'),
      ),
    )
}

const evil = '=HYPERLINK("https://evil.example","Refund")'

describe('a replay', () => {
  test('as a file says what the page says; cancelled it stops with its figures and goes on without counting twice', async () => {
    const { ctx } = shop()
    const owner = await http().person(shop(), { userId: '1', name: 'Ada', role: 'admin' })
    const order = await orderNamed(shop(), '#1001')
    shop().devStore.engine.transact(ctx.shop, (context) => {
      for (const line of context.edit('orders', order.id).lineItems) line.title = evil
    })
    await shortDraft()
    const whole = await start(owner)
    await runAll()
    await checkFile(owner, whole)
    await cancelAndGoOn(owner, await read(whole))
  }, 120_000)

  test('goes on once, however many ask for it at the same moment', async () => {
    const owner = await http().person(shop(), { userId: '1', name: 'Ada', role: 'admin' })
    await shortDraft()
    const stopped: string[] = []
    for (let round = 0; round < 2; round += 1) {
      const runId = await start(owner)
      await owner.post('/app/policy/replay', { intent: 'cancel', runId })
      stopped.push(runId)
    }
    // The same one twice, another one, and a new one.
    const [first = '', second = ''] = stopped
    const answers = await Promise.all([
      owner.post('/app/policy/replay', { intent: 'resume', runId: first }),
      owner.post('/app/policy/replay', { intent: 'resume', runId: first }),
      owner.post('/app/policy/replay', { intent: 'resume', runId: second }),
      owner.post('/app/policy/replay', started),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const done = answers.filter(({ text }) => /goes on|has begun/.test(text))
    expect(done.length).toBe(1)
    const { ctx } = shop()
    const runs = await withShop(ctx.shop, (tx) => listReplayRuns(tx, ctx.shop))
    expect(runs.filter(({ state }) => state === 'waiting' || state === 'running').length).toBe(1)
  }, 60_000)

  test('as a file is only there for a replay of this shop, and for who is signed in', async () => {
    const owner = await http().person(shop(), { userId: '1', name: 'Ada', role: 'admin' })
    const missing = '/app/policy/replay/export?run=0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11'
    expect((await owner.download(missing)).status).toBe(404)
    expect((await owner.download('/app/policy/replay/export?run=1')).status).toBe(404)
    expect((await http().send(missing, {})).status).not.toBe(200)
  })
})

/** The file has every line that the page counts, and no cell that calculates. */
async function checkFile(owner: StaffBrowser, runId: string): Promise<void> {
  const answer = await owner.download(`/app/policy/replay/export?run=${runId}`)
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="homeward-replay.csv"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  // Bytes: reading a text takes the mark away.
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const [header, ...rows] = rowsOf(new TextDecoder().decode(bytes))
  expect(header?.join()).toBe(
    'Order,Kind,Date (UTC),Way,Item,Units,Decision before,Because,Paid as,Decision after,Because after,Paid as after,Request pays before,Request pays after,Currency',
  )
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([15]))

  const page = await readReplayPage(shop().ctx, readReplayAddress(new URLSearchParams({ run: runId })))
  const { counts } = page
  if (counts === null) throw new Error('It is not over')
  const changed = new Set(rows.map(([name, kind, at, way]) => [name, kind, at, way].join()))
  for (const [way, count] of Object.entries(counts))
    expect([way, [...changed].filter((one) => one.endsWith(`,${way}`)).length]).toEqual([way, count])
  expect(counts.down).toBeGreaterThan(10)
  const refused = rows.filter(([, , , , , , before, , , after]) => before === 'approve' && after === 'deny')
  expect(refused.length).toBe((await read(runId)).tally.orders.lines.approve.deny)

  const titles = rows.filter(([name]) => name === '#1001').map(([, , , , item]) => item)
  expect(new Set(titles)).toEqual(new Set([`'${evil}`]))
  expect(rows.flat().filter((cell) => /^[=+@\t\r]|^-(?!\d)/.test(cell))).toEqual([])
}

async function cancelAndGoOn(owner: StaffBrowser, all: ReplayRunRecord): Promise<void> {
  const vera = await http().person(shop(), { userId: '2', name: 'Vera', role: 'viewer' })
  const post = async (who: StaffBrowser, intent: 'cancel' | 'resume', runId: string) => {
    const { status, text } = await who.post('/app/policy/replay', { intent, runId })
    return { status, text }
  }
  expect(all.state).toBe('done')
  const runId = await start(owner)
  await replayAtPace(shop().ctx, runId, smallSteps)
  expect((await post(vera, 'cancel', runId)).status).toBe(403)
  expect(await post(owner, 'cancel', runId)).toEqual({
    status: 200,
    text: expect.stringContaining('The replay was cancelled') as string,
  })
  const stopped = await read(runId)
  await runAll()
  expect(await read(runId)).toEqual(stopped)
  expect(stopped).toMatchObject({ state: 'cancelled' })
  expect(stopped.linesDone).toBeGreaterThan(0)
  expect(stopped.linesDone).toBeLessThan(all.linesDone)
  const shown = await (await owner.download(`/app/policy/replay.data?run=${runId}`)).text()
  expect(shown).toContain(`${stopped.ordersDone} of ${all.ordersDone.toLocaleString('en')} orders`)
  expect((await post(owner, 'cancel', runId)).text).toContain('It was over already')

  // A new one runs: the old one waits for it.
  const other = await start(owner)
  expect((await post(owner, 'resume', runId)).text).toContain('Another replay runs already')
  expect((await post(owner, 'cancel', other)).text).toContain('The replay was cancelled')

  expect((await post(vera, 'resume', runId)).status).toBe(403)
  expect((await post(owner, 'resume', runId)).text).toContain('The replay goes on')
  await runAll()
  const { state, tally, ordersDone, linesDone } = await read(runId)
  expect({ state, tally, ordersDone, linesDone }).toEqual({
    state: 'done',
    tally: all.tally,
    ordersDone: all.ordersDone,
    linesDone: all.linesDone,
  })
  expect((await post(owner, 'resume', runId)).text).toContain('not cancelled any more')
}
