import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { userAgent } from './browser.ts'
import { look, lookWithoutScript } from './look.ts'
import { askApp, findOrderIn, someAddress, visitorOf } from './portal-visitor.ts'
import { testJudgedBy } from './staged-policy.ts'

const tags = {
  id: 'tags',
  text: { en: 'Are the tags still on?', de: 'Sind die Etiketten noch dran?' },
  answers: [
    { id: 'yes', text: { en: 'Yes', de: 'Ja' } },
    { id: 'no', text: { en: 'No', de: 'Nein' } },
  ],
}
const test = testJudgedBy((policy) => ({
  ...policy,
  baseline: { ...policy.baseline, review: 'automatic' },
  questions: [tags],
  rules: [
    {
      id: 'faulty',
      name: 'Faulty goods',
      enabled: true,
      note: '',
      when: { kind: 'fault', is: 'anyOf', values: ['merchant'] },
      set: { evidence: { photos: 2, questions: [] }, eligible: { kind: 'yes' } },
    },
    {
      id: 'worn',
      name: 'Tags are off',
      enabled: true,
      note: '',
      when: { kind: 'answer', question: 'tags', is: 'anyOf', values: ['no'] },
      set: { eligible: { kind: 'no', because: { en: 'the tags are off' }, ground: null } },
    },
  ],
}))
test.setTimeout(90_000)
test.use({ actionTimeout: 8_000 })

const colours = ['#b33', '#3b3', '#33b']
const photos = await Promise.all(
  colours.map((background) =>
    sharp({ create: { width: 640, height: 480, channels: 3, background } })
      .jpeg()
      .toBuffer(),
  ),
)
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })
const [red = Buffer.alloc(0), green = Buffer.alloc(0), blue = Buffer.alloc(0)] = photos

const lineOf = (page: Page, title: string) =>
  page
    .getByRole('listitem')
    .filter({ hasText: title })
    .filter({ has: page.getByRole('checkbox') })

test('without JavaScript, on a small phone: what is missing is asked for once, and nothing is lost', async ({
  demo,
  chrome,
}) => {
  const context = await chrome.newContext({
    userAgent,
    viewport: { width: 320, height: 700 },
    javaScriptEnabled: false,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1002', proof: 'priya@example.com' })
  const tee = lineOf(page, 'Organic Cotton Tee')
  await tee.getByRole('checkbox').check()
  await expect(tee.getByText('Are the tags still on?')).toBeVisible()
  await tee.getByLabel('Why do you return it?').selectOption('damaged-or-defective')
  await tee.getByRole('textbox').fill('The seam is open.')
  await page.getByRole('button', { name: 'See what you get' }).click()

  await expect(page.getByText('A few things more about the items you chose')).toBeVisible()
  await expect(tee.getByText('Please add 2 photos that show what is wrong.')).toBeVisible()
  await expect(tee.getByRole('textbox')).toHaveValue('The seam is open.')
  await lookWithoutScript(page, 'portal-evidence-asked')

  const files = tee.locator('input[type=file]')
  await files
    .first()
    .setInputFiles([file('seam.jpg', red), file('page.jpg', Buffer.from('<svg onload="x()"/>'))])
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(tee.getByText('This file is no photo that we can take.')).toBeVisible()
  await expect(tee.getByRole('img', { name: 'Photo 1' })).toBeVisible()
  await expect(tee.getByRole('textbox')).toHaveValue('The seam is open.')
  await lookWithoutScript(page, 'portal-evidence-wrong-file')

  await files.first().setInputFiles([file('a.jpg', green), file('b.jpg', blue)])
  await page.getByRole('button', { name: 'Remove: Photo 1' }).click()
  await expect(tee.getByRole('img', { name: /^Photo/ })).toHaveCount(2)
  for (const image of await tee.getByRole('img', { name: /^Photo/ }).all())
    expect(
      (await page.request.get(new URL((await image.getAttribute('src')) ?? '', page.url()).href)).headers(),
    ).toMatchObject({ 'content-type': 'image/jpeg' })
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeVisible()
  await expect(page.getByText('2 photos')).toBeVisible()
  await expect(page.getByText('Your return is approved as soon as you send it.')).toBeVisible()
  await lookWithoutScript(page, 'portal-evidence-review')
  await page.getByRole('button', { name: 'Send return request' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Return #1002-R1/ })).toBeVisible()
  await context.close()
})

test('a question has to be answered; an answer that the policy refuses is refused at its line', async ({
  demo,
  page,
}) => {
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1007', proof: 'alex@example.com' })
  const line = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('checkbox') })
    .first()
  await line.getByRole('checkbox').check()
  await line.getByLabel('Why do you return it?').selectOption('changed-my-mind')
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(line.getByText('Choose an answer.')).toBeVisible()
  await look(page, 'portal-evidence-unanswered')
  await line.getByLabel('No', { exact: true }).check()
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(line.getByText('Cannot be returned', { exact: true })).toBeVisible()
  await expect(line.getByText('the tags are off')).toBeVisible()
  await expect(line.getByRole('link', { name: 'Ask for an exception' })).toBeVisible()
  await look(page, 'portal-denied-as-asked')
  await line.getByLabel('Yes', { exact: true }).check()
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeFocused()
  await expect(page.getByText('Are the tags still on? Yes')).toBeVisible()
})

test('who has no photos sends the request without: a person looks', async ({ demo, page }) => {
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1005', proof: 'fatima@example.com' })
  const line = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('checkbox') })
    .first()
  await line.getByRole('checkbox').check()
  await line.getByLabel('Why do you return it?').selectOption('damaged-or-defective')
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(line.getByText('Please add 2 photos')).toBeVisible()
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeFocused()
  await expect(page.getByText('We look at your request and write to you.')).toBeVisible()
})

test('one item in two parts, each with its own reason; put back together nothing is lost', async ({
  demo,
  chrome,
}) => {
  const context = await chrome.newContext({
    userAgent,
    viewport: { width: 390, height: 800 },
    javaScriptEnabled: false,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1004', proof: 'kenji@example.com' })
  const first = lineOf(page, 'Linen Tea Towel').first()
  await first.getByRole('checkbox').check()
  await first.getByLabel('How many?').selectOption('3')
  await first.getByLabel('Why do you return it?').selectOption('changed-my-mind')
  await first.getByLabel('Yes', { exact: true }).check()
  await first.getByRole('textbox').fill('Too many.')
  await first.getByRole('button', { name: 'Split this item' }).click()
  const second = lineOf(page, 'Part 2')
  await expect(lineOf(page, 'Part 1').getByLabel('How many?')).toHaveValue('2')
  await expect(lineOf(page, 'Part 1').getByRole('textbox')).toHaveValue('Too many.')
  await second.getByLabel('Why do you return it?').selectOption('quality')
  await second.getByLabel('Yes', { exact: true }).check()
  await lookWithoutScript(page, 'portal-split')
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeVisible()
  await expect(page.getByText('Linen Tea Towel × 2').first()).toBeVisible()
  await expect(page.getByText('Linen Tea Towel × 1').first()).toBeVisible()
  await lookWithoutScript(page, 'portal-split-review')
  await page.getByRole('button', { name: 'Change items' }).click()
  await expect(second.getByLabel('Yes', { exact: true })).toBeChecked()
  await page.getByRole('button', { name: 'See what you get' }).click()

  await page.getByLabel('Different for each item').check()
  await page.getByText('Choose for each item').click()
  await page
    .getByRole('group', { name: 'Linen Tea Towel × 1' })
    .getByLabel(/^Store credit/)
    .check()
  await page.getByRole('button', { name: 'Send return request' }).click()
  await expect(page.getByText('Please check what your choice comes to, then send it.')).toBeVisible()
  await expect(
    page.getByRole('group', { name: 'Linen Tea Towel × 1' }).getByLabel(/^Store credit/),
  ).toBeChecked()
  await expect(page.locator('[data-portal-total=mixed]')).toHaveText(/¥/)
  await lookWithoutScript(page, 'portal-mixed')
  const promised = await page.locator('[data-portal-total=mixed]').innerText()
  await page.getByRole('button', { name: 'Send return request' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Return #1004-R1/ })).toBeVisible()
  await expect(page.getByRole('table').first()).toContainText(promised)
  await context.close()
})

test('what is sent as a photo is not trusted (H72, H74–H79)', async ({ demo }) => {
  const { storefront } = demo.devStore.urls
  const visitor = visitorOf(storefront)
  const token = await visitor.find('#1001', 'alex@example.com')
  const upload = async (bytes: Uint8Array, some: { name?: string; t?: string; field?: string } = {}) => {
    const form = new FormData()
    form.append(some.field ?? 'photo', new File([Uint8Array.from(bytes)], some.name ?? 'photo.jpg'))
    const answer = await visitor.send(`/apps/returns/photos?t=${some.t ?? token}`, {
      method: 'POST',
      body: form,
    })
    // The endpoint answers objects of texts.
    return { ...answer, json: JSON.parse(answer.text) as Record<string, string> }
  }
  const hostile = [
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 415],
    ['<!doctype html><script>alert(1)</script>', 415],
    ['%PDF-1.7', 415],
    ['GIF89a/*', 415],
    ['PK\x03\x04', 415],
    ['', 422],
  ] as const
  for (const [text, status] of hostile) {
    const { status: found, json } = await upload(Buffer.from(text, 'latin1'))
    expect(found, text).toBe(status)
    expect(json.error).toMatch(/\w/)
  }
  expect((await upload(red.subarray(0, 200))).status).toBe(422)
  expect((await upload(new Uint8Array(11 * 1024 * 1024))).status).toBe(413)
  expect((await upload(red, { t: `${token.slice(0, -2)}AA` })).status).toBe(403)
  expect((await upload(red, { field: 'other' })).status).toBe(422)

  const { status, json } = await upload(red, { name: '../../etc/passwd\0CON.htaccess' })
  expect(status).toBe(201)
  const served = await fetch(`${storefront}${json.url}`)
  expect(served.status).toBe(200)
  const headers = Object.fromEntries(served.headers)
  expect(headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline; filename="photo.jpg"',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  // No other visit, no guess, no other shop sees it.
  const other = await visitorOf(storefront).find('#1007', 'alex@example.com')
  const paths = [
    `photos/${json.id}`,
    `photos/${json.id}?t=${other}`,
    `photos/${crypto.randomUUID()}?t=${token}`,
    `photos/..%2f..%2fetc?t=${token}`,
  ]
  for (const path of paths) expect((await visitor.send(`/apps/returns/${path}`)).status, path).toBe(404)
  const eu =
    demo.devStore.shops.find(({ domain }) => domain === 'homeward-eu.myshopify.com')?.storefront ?? ''
  expect((await fetch(`${eu}${json.url}`)).status).toBe(404)
})

test('a hundred uploads at once: some are asked to come again, none breaks anything (H75)', async ({
  demo,
}) => {
  test.setTimeout(240_000)
  const { storefront } = demo.devStore.urls
  const token = await visitorOf(storefront).find('#1001', 'alex@example.com')
  // Straight at the app: the proxy gives up after ten seconds, and how much a machine does in those is not asked here.
  const send = async () => {
    const body = new FormData()
    body.append('photo', new File([Uint8Array.from(red)], 'a.jpg'))
    const url = askApp(demo, '/photos', { query: `t=${encodeURIComponent(token)}` })
    const headers = { 'x-forwarded-for': someAddress() }
    return (await fetch(url, { method: 'POST', body, headers })).status
  }
  const statuses = await Promise.all(Array.from({ length: 100 }, send))
  expect(statuses.filter((status) => ![201, 422, 429].includes(status))).toEqual([])
  expect(statuses).toContain(201)
  // Whoever comes afterwards is served again.
  await expect
    .poll(async () => (await fetch(`${storefront}/apps/returns`)).status, { timeout: 60_000 })
    .toBe(200)
})
