import { beforeEach, expect, test } from 'vitest'
import { contextFromShop } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { env } from '#app/env.server.ts'
import { sendMessage } from '#app/jobs/handlers/send-message.server.ts'
import type { OutgoingMail } from '#app/mail/mailer.ts'
import { saveSettings } from '#app/use-cases/save-settings.server.ts'
import { orderNamed, requested, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { proxySignature } from './proxy-request.server.ts'
import { answerVisit } from './visit.server.tsx'

const here = installedShop()
const moved = '/tools/ruecksendung'

async function visit(path: string, secret = env.SHOPIFY_API_SECRET): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const query = new URLSearchParams({ shop: here().ctx.shop, path_prefix: path, timestamp })
  query.set('logged_in_customer_id', '')
  query.set('signature', proxySignature(query, secret))
  const request = new Request(`https://app.example/portal?${query.toString()}`)
  const response = await answerVisit(request, { GET: () => Promise.resolve(new Response('here')) })
  return response.status
}

async function settingsNow() {
  const ctx = await contextFromShop(here().ctx.shop, here().ctx.actor)
  if (ctx === null) throw new Error('The shop is gone')
  return ctx.settings
}

/** The mail about a return that is asked for now, as a worker that starts now would send it. */
async function mailAboutReturn(): Promise<string> {
  const order = await orderNamed(here(), '#1001')
  await requested(here(), { order, lines: wholeLines(order) })
  const { ctx } = here()
  const event = await withShop(ctx.shop, (tx) =>
    tx.event.findFirstOrThrow({ where: { kind: 'auto_approved' } }),
  )
  const mails: OutgoingMail[] = []
  const mailer = { send: (mail: OutgoingMail) => Promise.resolve(void mails.push(mail)) }
  await sendMessage({ ...ctx, settings: await settingsNow(), mailer }, { eventId: event.id })
  return mails[0]?.text ?? ''
}

beforeEach(async () => {
  expect(await visit('/apps/returns')).toBe(200)
})

test('mails lead to where shopify.app.toml puts the app proxy', async () => {
  expect(await mailAboutReturn()).toMatch(/https?:\/\/[^/\s]+\/apps\/returns\/status\//)
})

test('mails follow the app proxy to where the merchant has moved it, and settings keep that', async () => {
  expect(await visit(moved)).toBe(200)
  const saved = await saveSettings(
    { ...here().ctx, settings: await settingsNow() },
    { contactEmail: '', instructions: 'Put it in a box.' },
  )
  expect(saved.ok).toBe(true)
  expect((await settingsNow()).portal).toMatchObject({
    instructions: 'Put it in a box.',
    replyTo: '',
    path: moved,
  })
  expect(await mailAboutReturn()).toMatch(/https?:\/\/[^/\s]+\/tools\/ruecksendung\/status\//)
})

test('a forged request moves nothing', async () => {
  expect(await visit('/tools/elsewhere', 'not the secret')).toBe(400)
  expect((await settingsNow()).portal.path).toBe('/apps/returns')
})
