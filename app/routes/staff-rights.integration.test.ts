import { describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { findLimits } from '#app/db/limit.server.ts'
import { findStaff } from '#app/db/staff-role.server.ts'
import { firstLimits, type Limits } from '#app/domain/limits.ts'
import { type StaffBrowser } from '../../tests/setup/admin-http.ts'
import { stored } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { staffPayments } from '../../tests/setup/staff-payments.ts'

/*
 * What people of the shop may not do, asked over HTTP as a browser or a program would: session tokens, the app's router and
 * actions, the real database, the dev store behind it. H52 and H56 are the cases of the hostile
 * inputs about roles.
 */

const shop = installedShop()
const { http, person, returnToPay, refundsOf, refusals } = staffPayments(shop)

describe('H52: a viewer', () => {
  test('who calls any action directly is refused with 403, nothing changes, and it is written down', async () => {
    const ada = await person('1', 'Ada', null)
    await ada.get('/app/returns')
    const due = await returnToPay('#1001')
    const vera = await person('2', 'Vera', 'viewer')
    const before = await stored(shop(), due.id)

    const commands = [
      { intent: 'refund', method: 'original_payment', expected: due.refund },
      { intent: 'approve' },
      { intent: 'decline', reason: 'OTHER', note: '' },
      {
        intent: 'receive',
        items: [{ returnLineId: 'x', quantity: 1, disposition: 'MISSING', locationGid: null }],
      },
      { intent: 'end_exchange' },
      { intent: 'consent', way: 'phone', note: 'Credit is fine' },
      { intent: 'send_invoice', intentId: '0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11' },
      { intent: 'close' },
      { intent: 'cancel' },
      { intent: 'note', text: 'hello' },
      { intent: 'withdraw', approvalId: '0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11' },
    ]
    for (const command of commands) {
      const answer = await vera.post(`/app/returns/${due.id}`, command)
      expect(answer.status, command.intent).toBe(403)
      expect(answer.text, command.intent).toContain('You are a viewer')
    }
    const someKey = '0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11'
    const pages = [
      ['/app/settings', { contactEmail: '', instructions: 'mine' }],
      ['/app/settings/safety', { intent: 'stop', reason: '' }],
      ['/app/settings/safety', { intent: 'start' }],
      ['/app/settings/safety', { intent: 'save', limits: { limits: firstLimits, version: 0 } }],
      ['/app/settings/safety', { intent: 'save', roles: [{ userId: '2', role: 'admin' }] }],
      ['/app/cases', { intent: 'ask', returnId: due.id, text: 'hello', requestKey: someKey }],
      [`/app/cases/${someKey}`, { intent: 'answer', text: 'hello', seen: 1, close: true }],
      [`/app/cases/${someKey}`, { intent: 'close', seen: 1 }],
      [`/app/cases/${someKey}`, { intent: 'match', orderName: '#1001', lines: [] }],
      ['/app/policy', { intent: 'save', policy: {}, seen: '' }],
      ['/app/policy', { intent: 'publish', note: '', seen: '' }],
    ] as const
    for (const [path, body] of pages) expect((await vera.post(path, body)).status, path).toBe(403)

    expect(await stored(shop(), due.id)).toEqual(before)
    expect(refundsOf('#1001')).toEqual([])
    expect(await refusals()).toHaveLength(commands.length + pages.length)
    expect(await refusals()).toContain('Vera money.pay role')
    // Looking is what viewers are for.
    expect((await vera.get(`/app/returns/${due.id}`)).status).toBe(200)
  })

  test('is who opens the app and was not the first; the first one and the owner are admins', async () => {
    const roleOf = async (userId: string) => {
      const { shop: domain } = shop().ctx
      return (await withShop(domain, (tx) => findStaff(tx, domain, userId)))?.role
    }
    await (await person('1', 'Ada', null)).get('/app/returns')
    await (await person('2', 'Vera', null)).get('/app/returns')
    const owner = await http().person(shop(), { userId: '3', name: 'Olive', role: null, isOwner: true })
    await owner.get('/app/returns')
    expect([await roleOf('1'), await roleOf('2'), await roleOf('3')]).toEqual(['admin', 'viewer', 'admin'])
  })

  test('is nobody without a session token', async () => {
    await person('1', 'Ada', 'admin')
    const answer = await http().send('/app/settings/safety.data', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0 Chrome/140.0.0.0' },
      body: JSON.stringify({ intent: 'stop', reason: '' }),
    })
    expect(answer.status).not.toBe(200)
    const stopped = await database().prisma.paymentSafety.findMany({ where: { stoppedAt: { not: null } } })
    expect(stopped).toEqual([])
  })
})

describe('H56: roles and limits', () => {
  test.each(['viewer', 'agent', 'manager'] as const)(
    'a %s cannot raise their own role, nor anybody’s limits',
    async (role) => {
      await person('1', 'Ada', 'admin')
      const ben = await person('2', 'Ben', role)
      const raised = await ben.post('/app/settings/safety', {
        intent: 'save',
        roles: [{ userId: '2', role: 'admin' }],
      })
      expect(raised.status).toBe(403)
      const unlimited: Limits = { ...firstLimits, agent: { kind: 'unlimited' } }
      const limited = await ben.post('/app/settings/safety', {
        intent: 'save',
        limits: { limits: unlimited, version: 0 },
      })
      expect(limited.status).toBe(403)
      const { shop: domain } = shop().ctx
      const after = await withShop(domain, async (tx) => ({
        role: (await findStaff(tx, domain, '2'))?.role,
        limits: (await findLimits(tx, domain)).limits,
      }))
      expect(after).toEqual({ role, limits: firstLimits })
      expect(await refusals()).toEqual(['Ben limits.save role', 'Ben roles.save role'])
    },
  )

  test('the last admin cannot go; with a second one, either can, and two at once leave one', async () => {
    const ada = await person('1', 'Ada', 'admin')
    const demote = (who: StaffBrowser, userId: string) =>
      who.post('/app/settings/safety', { intent: 'save', roles: [{ userId, role: 'viewer' }] })
    const refused = await demote(ada, '1')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('needs an admin')
    const ben = await person('2', 'Ben', 'admin')
    await Promise.all([demote(ada, '1'), demote(ben, '2')])
    const { shop: domain } = shop().ctx
    const admins = await withShop(domain, (tx) => tx.staffRole.count({ where: { role: 'admin' } }))
    expect(admins).toBe(1)
  })

  test('a role that was taken away holds from the next request on', async () => {
    const ada = await person('1', 'Ada', 'admin')
    const ben = await person('2', 'Ben', 'manager')
    const stop = { intent: 'stop', reason: 'test' }
    const roles = [{ userId: '2', role: 'viewer' }]
    expect((await ada.post('/app/settings/safety', { intent: 'save', roles })).status).toBe(200)
    expect((await ben.post('/app/settings/safety', stop)).status).toBe(403)
  })

  test('fields that no form has change nothing', async () => {
    await person('1', 'Ada', 'admin')
    const ben = await person('2', 'Ben', 'agent')
    const due = await returnToPay('#1001')
    const answer = await ben.post(`/app/returns/${due.id}`, {
      intent: 'refund',
      method: 'original_payment',
      expected: due.refund,
      role: 'admin',
      limits: { agent: { kind: 'unlimited' } },
      approvalId: 'granted',
    })
    expect(answer.text).toContain('waits for a second person')
  })
})
