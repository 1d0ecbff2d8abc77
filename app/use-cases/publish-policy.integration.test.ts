import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listAudit } from '#app/db/audit.server.ts'
import { findRefusal, findWaitingPolicy } from '#app/db/policy-approval.server.ts'
import { countReturnsByVersion } from '#app/db/policy-history.server.ts'
import { findPolicyDraft, getLatestPolicy, getPolicyAt, listPolicyVersions } from '#app/db/policy.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { orderNamed, requested, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { askToPublish, takeBackPublication } from './ask-to-publish.server.ts'
import { grantPublication, refusePublication } from './decide-publication.server.ts'
import { policyStamp } from './policy-stamp.ts'
import { publishPolicy } from './publish-policy.server.ts'
import { readPublicPolicy } from './read-public-policy.server.ts'
import { discardPolicyDraft, savePolicyDraft } from './save-policy-draft.server.ts'
import { changePolicySettings } from './save-policy-settings.server.ts'
import { tryOrder } from './try-order.server.ts'
import { withdrawVersion } from './withdraw-policy-version.server.ts'

const shop = installedShop()
const day = 86_400
const ben = () => shop().as({ kind: 'staff', id: '2', name: 'Ben Boss' }, 'manager')

function inShop<T>(
  read: (
    tx: Parameters<Parameters<typeof withShop>[1]>[0],
    domain: Parameters<typeof withShop>[0],
  ) => Promise<T>,
) {
  const { ctx } = shop()
  return withShop(ctx.shop, (tx) => read(tx, ctx.shop))
}

const latest = () => inShop(getLatestPolicy)
const inForce = async (at = shop().ctx.now()) =>
  (await inShop((tx, domain) => getPolicyAt(tx, domain, at))).number
const daysOf = async (at = shop().ctx.now()) =>
  (await inShop((tx, domain) => getPolicyAt(tx, domain, at))).policy.baseline.returnWindow.days

async function draftWithDays(days: number): Promise<Policy> {
  const { policy } = await latest()
  const next = {
    ...policy,
    baseline: { ...policy.baseline, returnWindow: { ...policy.baseline.returnWindow, days } },
  }
  expect((await savePolicyDraft(shop().ctx, { policy: next })).ok).toBe(true)
  return next
}

async function published(days: number, more: object = {}): Promise<number> {
  await draftWithDays(days)
  const result = await publishPolicy(shop().ctx, { note: '', ...more })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value.number
}

test('a version for later comes into force by itself at its instant, and judges the orders placed from then on', async () => {
  const { ctx } = shop()
  const now = ctx.now()
  const from = addSeconds(now, 3 * day)
  expect(await published(60, { inForceFrom: from })).toBe(2)
  expect(await inForce()).toBe(1)
  expect(await inForce(addSeconds(from, -1))).toBe(1)
  expect(await inForce(from)).toBe(2)
  const link = { country: null, link: null, locale: 'en' }
  const before = JSON.stringify(await readPublicPolicy(ctx, link))
  shop().advance(3 * day + 1)
  expect(await inForce()).toBe(2)
  expect(JSON.stringify(await readPublicPolicy(ctx, link))).not.toBe(before)
  const order = await orderNamed(shop(), '#1002')
  const tried = await tryOrder(ctx, { orderGid: order.id, against: 'own', request: {}, at: null })
  expect(tried).toMatchObject({ ok: true, value: { ownVersion: 1, published: { number: 1 } } })
})

test('a day that is over, or too far off, is refused', async () => {
  const { ctx } = shop()
  await draftWithDays(61)
  const at = (inForceFrom: string) => publishPolicy(ctx, { note: '', inForceFrom })
  expect(await at(addSeconds(ctx.now(), -60))).toEqual({ ok: false, error: { kind: 'date_past' } })
  expect(await at(addSeconds(ctx.now(), 500 * day))).toEqual({ ok: false, error: { kind: 'date_far' } })
})

test('a version that is published at once stands until one that was set before takes over; taken back, that one never does', async () => {
  const { ctx } = shop()
  const from = addSeconds(ctx.now(), 5 * day)
  const later = await published(60, { inForceFrom: from })
  const now = await published(45)
  expect(await daysOf()).toBe(45)
  expect(await inForce(from)).toBe(later)
  expect(await withdrawVersion(ctx, { number: now })).toEqual({ ok: false, error: { kind: 'in_force' } })
  expect(await withdrawVersion(ctx, { number: later })).toEqual({ ok: true, value: null })
  expect(await withdrawVersion(ctx, { number: later })).toEqual({ ok: false, error: { kind: 'no_version' } })
  expect(await inForce(addSeconds(from, day))).toBe(now)
  // Its number stays taken.
  expect(await published(46)).toBe(now + 1)
  const history = await inShop(listPolicyVersions)
  expect(history.find(({ number }) => number === later)?.withdrawn?.by).toEqual(ctx.actor)
})

test('the database refuses to take back a version whose time has come, and to date one back', async () => {
  const { ctx } = shop()
  const data = { shop: ctx.shop, number: 1, by: ctx.actor, at: ctx.now() }
  await expect(inShop((tx) => tx.policyWithdrawal.create({ data }))).rejects.toThrow(/came into force stays/)
  const { policy } = await latest()
  const row = { shop: ctx.shop, number: 9, policy, note: '', author: ctx.actor, publishedAt: new Date() }
  await expect(
    inShop((tx) => tx.policyVersion.create({ data: { ...row, inForceFrom: new Date(0) } })),
  ).rejects.toThrow(/before it was published/)
})

test('an older version is published anew: with a number of its own, past the draft, which stays', async () => {
  const { ctx } = shop()
  const first = await daysOf()
  await published(14)
  await draftWithDays(99)
  expect(await publishPolicy(ctx, { note: 'Back', restores: 1 })).toEqual({ ok: true, value: { number: 3 } })
  expect(await daysOf()).toBe(first)
  expect((await latest()).restores).toBe(1)
  const draft = await inShop(findPolicyDraft)
  expect(draft?.policy.baseline.returnWindow.days).toBe(99)
  expect(await publishPolicy(ctx, { note: '', restores: 1 })).toEqual({
    ok: false,
    error: { kind: 'nothing_changed' },
  })
  expect(await publishPolicy(ctx, { note: '', restores: 77 })).toEqual({
    ok: false,
    error: { kind: 'no_version' },
  })
})

async function asked(days: number, more: object = {}) {
  await changePolicySettings(shop().ctx, { secondPerson: true })
  await draftWithDays(days)
  const result = await askToPublish(shop().ctx, { note: 'Longer', ...more })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  const waiting = await inShop(findWaitingPolicy)
  if (waiting === null) throw new Error('Nothing waits')
  return waiting
}

test('where the shop wants two people, one alone does not publish; the second publishes exactly what was asked', async () => {
  const { ctx } = shop()
  const waiting = await asked(70)
  expect(await publishPolicy(ctx, { note: '' })).toEqual({ ok: false, error: { kind: 'second_person' } })
  expect(await askToPublish(ctx, { note: '' })).toEqual({ ok: false, error: { kind: 'one_waits' } })
  const input = { id: waiting.id, policyHash: waiting.policyHash }
  expect(await grantPublication(ctx, input)).toEqual({ ok: false, error: { kind: 'own_request' } })
  const viewer = shop().as({ kind: 'staff', id: '3', name: 'Vi' }, 'agent')
  expect(await grantPublication(viewer, input)).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  expect(await grantPublication(ben(), { ...input, policyHash: 'another' })).toEqual({
    ok: false,
    error: { kind: 'request_changed' },
  })
  expect(await grantPublication(ben(), input)).toEqual({ ok: true, value: { number: 2 } })
  expect(await latest()).toMatchObject({
    number: 2,
    note: 'Longer',
    author: ctx.actor,
    approvedBy: ben().actor,
  })
  expect(await daysOf()).toBe(70)
  expect(await inShop(findPolicyDraft)).toBeNull()
  expect(await grantPublication(ben(), input)).toEqual({
    ok: false,
    error: { kind: 'already_decided', state: 'granted' },
  })
  const refusals = (await inShop((tx, domain) => listAudit(tx, domain, 20))).filter(
    ({ event }) => event.kind === 'action_refused',
  )
  expect(refusals.map(({ event }) => event.kind === 'action_refused' && event.because).sort()).toEqual([
    'own_request',
    'request_changed',
    'role',
  ])
})

test('a draft that is changed takes the question back; what was asked is not published any more', async () => {
  const waiting = await asked(71)
  const { policy } = await latest()
  const saved = await savePolicyDraft(shop().ctx, {
    policy: { ...policy, appliesToEarlierOrders: 'where_better' },
  })
  expect(saved).toMatchObject({ ok: true, value: { tookBackApproval: true } })
  expect(await inShop(findWaitingPolicy)).toBeNull()
  expect(await grantPublication(ben(), { id: waiting.id, policyHash: waiting.policyHash })).toEqual({
    ok: false,
    error: { kind: 'already_decided', state: 'void' },
  })
})

test('a version published beside it makes the question void; so does nobody else than who asked when they take it back', async () => {
  const { ctx } = shop()
  const first = await asked(72)
  expect(await takeBackPublication(ben(), { id: first.id })).toEqual({
    ok: false,
    error: { kind: 'not_found' },
  })
  expect(await takeBackPublication(ctx, { id: first.id })).toEqual({ ok: true, value: null })
  const second = await asked(73)
  await inShop((tx, domain) =>
    tx.policyVersion.create({
      data: {
        shop: domain,
        number: 2,
        policy: second.policy,
        note: '',
        author: ctx.actor,
        publishedAt: ctx.now(),
      },
    }),
  )
  expect(await grantPublication(ben(), { id: second.id, policyHash: second.policyHash })).toEqual({
    ok: false,
    error: { kind: 'publication_void', because: 'published_since' },
  })
})

test('a refusal leaves the draft, and says why; a day that has passed meanwhile means at once', async () => {
  const { ctx } = shop()
  const no = await asked(74)
  expect(
    await refusePublication(ben(), { id: no.id, policyHash: no.policyHash, answer: 'After Christmas' }),
  ).toEqual({ ok: true, value: null })
  const kept = (await inShop(findPolicyDraft))?.policy ?? no.policy
  expect(kept.baseline.returnWindow.days).toBe(74)
  expect(await inShop((tx, domain) => findRefusal(tx, domain, kept))).toMatchObject({
    answer: 'After Christmas',
  })
  expect(
    await inShop(async (tx, domain) => findRefusal(tx, domain, (await getLatestPolicy(tx, domain)).policy)),
  ).toBeNull()
  const late = await asked(75, { inForceFrom: addSeconds(ctx.now(), day) })
  shop().advance(2 * day)
  expect(await grantPublication(ben(), { id: late.id, policyHash: late.policyHash })).toMatchObject({
    ok: true,
  })
  expect(await daysOf()).toBe(75)
})

test('only an admin says whether two people are wanted', async () => {
  expect(await changePolicySettings(ben(), { secondPerson: true })).toMatchObject({
    ok: false,
    error: { kind: 'forbidden', needs: 'admin' },
  })
})

test('a draft that says what is published is none, and a draft is discarded by who sees it', async () => {
  const { ctx } = shop()
  const { policy, number } = await latest()
  await draftWithDays(80)
  expect(await savePolicyDraft(ctx, { policy })).toMatchObject({ ok: true, value: { stamp: `${number} ` } })
  expect(await inShop(findPolicyDraft)).toBeNull()
  await draftWithDays(81)
  expect(await discardPolicyDraft(ctx, { seen: 'something else' })).toEqual({
    ok: false,
    error: { kind: 'changed_since' },
  })
  const seen = policyStamp(await latest(), await inShop(findPolicyDraft))
  expect(await discardPolicyDraft(ctx, { seen })).toEqual({ ok: true, value: null })
  expect(await inShop(findPolicyDraft)).toBeNull()
})

test('the history counts the returns that each version decided', async () => {
  const order = await orderNamed(shop(), '#1002')
  await requested(shop(), { order, lines: wholeLines(order) })
  expect([...(await inShop(countReturnsByVersion))]).toEqual([[1, 1]])
})

test('a tried order is decided by the draft and by the version in force, and nothing is kept', async () => {
  const { ctx } = shop()
  const order = await orderNamed(shop(), '#1002')
  await draftWithDays(0)
  const tried = await tryOrder(ctx, {
    orderGid: order.id,
    against: 'in_force',
    request: {},
    at: addSeconds(ctx.now(), 20 * day),
  })
  if (!tried.ok) throw new Error(JSON.stringify(tried.error))
  const verdicts = (side: { decision: { lines: readonly { verdict: string }[] } } | null) =>
    side?.decision.lines.map(({ verdict }) => verdict)
  expect(verdicts(tried.value.published)).not.toEqual(verdicts(tried.value.draft))
  expect(new Set(verdicts(tried.value.draft))).toEqual(new Set(['deny']))
  expect(await tryOrder(ctx, { orderGid: order.id, against: 55, request: {}, at: null })).toEqual({
    ok: false,
    error: { kind: 'no_version' },
  })
})

test('a draft with what is surely not meant is not published, and nobody is asked to; a mended one is', async () => {
  const { ctx } = shop()
  const policy = await draftWithDays(45)
  const never = {
    id: 'never',
    name: 'Never',
    note: '',
    enabled: true,
    when: { kind: 'quantity', is: 'below', value: 0 },
    set: { keepItem: true },
  } as const
  expect((await savePolicyDraft(ctx, { policy: { ...policy, rules: [...policy.rules, never] } })).ok).toBe(
    true,
  )
  const refused = { ok: false, error: { kind: 'lint_faults', count: 1 } }
  expect(await publishPolicy(ctx, { note: '' })).toEqual(refused)
  expect(await askToPublish(ctx, { note: '' })).toEqual(refused)
  expect((await latest()).number).toBe(1)
  await savePolicyDraft(ctx, {
    policy: { ...policy, rules: [...policy.rules, { ...never, enabled: false }] },
  })
  expect(await publishPolicy(ctx, { note: '' })).toMatchObject({ ok: true, value: { number: 2 } })
})
