import { describe, expect, test } from 'vitest'
import { contextFromShop } from '#app/context.server.ts'
import { database, withShop } from '#app/db.server.ts'
import { changeOwnTexts, findOwnTexts, listOwnTexts } from '#app/db/own-texts.server.ts'
import { getShop } from '#app/db/shop.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { readOwnTexts } from '#app/portal/own-texts.server.ts'
import { portalHttp } from '../../tests/setup/portal-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { saveOwnTexts } from './save-own-texts.server.ts'

const shop = installedShop()
const http = portalHttp(shop)
const domain = () => shop().ctx.shop
const save = (changes: Readonly<Record<string, string | null>>, locale: 'en' | 'de' = 'en') =>
  saveOwnTexts(shop().ctx, { locale, changes })
const kept = (locale = 'en') => withShop(domain(), (tx) => findOwnTexts(tx, domain(), locale))
const version = async () => (await withShop(domain(), (tx) => getShop(tx, domain()))).settings.ownTextsVersion

describe('own texts of the shopper’s pages', () => {
  test('are kept by language, changed one by one, and given back to the app', async () => {
    expect(await save({ 'start.title': ' Send it\nback ', 'start.submit': 'Go' })).toEqual({
      ok: true,
      value: null,
    })
    expect(await save({ 'start.title': 'Zurück damit' }, 'de')).toEqual({ ok: true, value: null })
    expect(await kept()).toMatchObject({
      texts: { 'start.title': 'Send it back', 'start.submit': 'Go' },
      author: { name: 'Sam Staff' },
    })
    await save({ 'start.submit': null })
    expect((await kept())?.texts).toEqual({ 'start.title': 'Send it back' })
    // The app's own words are no words of the merchant's.
    await save({ 'start.title': 'Start a return' })
    expect(await kept()).toBeNull()
    expect((await kept('de'))?.texts).toEqual({ 'start.title': 'Zurück damit' })
  })

  test('that break a rule are refused by name, and nothing is saved', async () => {
    const result = await save({
      'start.title': 'Fine',
      'start.submit': '<b>Go</b>',
      'order.note_hint': 'Some',
      'withdraw.confirm_lead': 'Click',
      'withdraw.button_start': 'Click',
      'no.such': 'Text',
    })
    expect(result).toEqual({
      ok: false,
      error: {
        kind: 'invalid_texts',
        problems: {
          'start.submit': { kind: 'markup' },
          'order.note_hint': { kind: 'lacks_value', name: 'count' },
          'withdraw.confirm_lead': { kind: 'locked' },
          'withdraw.button_start': { kind: 'locked' },
          'no.such': { kind: 'locked' },
        },
      },
    })
    expect(await kept()).toBeNull()
    expect(await version()).toBe(0)
  })

  test('are for managers', async () => {
    const agent = shop().as({ kind: 'staff', id: '7', name: 'Agent' }, 'agent')
    const result = await saveOwnTexts(agent, { locale: 'en', changes: { 'start.title': 'Mine' } })
    expect(result).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(await kept()).toBeNull()
  })

  test('of two people at the same moment are both kept', async () => {
    const keys = ['start.title', 'start.submit', 'start.lead', 'order.title', 'order.continue']
    await Promise.all(keys.map((key) => save({ [key]: `Own ${key}` })))
    expect(Object.keys((await kept())?.texts ?? {}).sort()).toEqual([...keys].sort())
    expect(await version()).toBe(keys.length)
  })

  test('stay in their shop', async () => {
    await save({ 'start.title': 'Ours' })
    const theirs = ShopDomain.parse('homeward-eu.myshopify.com')
    expect(await withShop(theirs, (tx) => listOwnTexts(tx, domain()))).toEqual({})
    await expect(
      withShop(theirs, (tx) =>
        tx.ownTexts.create({
          data: { shop: domain(), locale: 'fr', texts: {}, author: {}, updatedAt: new Date(0) },
        }),
      ),
    ).rejects.toThrow(/row-level security/)
    const count = await withShop(theirs, (tx) => tx.ownTexts.updateMany({ data: { locale: 'xx' } }))
    expect(count).toEqual({ count: 0 })
  })
})

describe('the shopper’s pages', () => {
  test('say them from the next request on, and the app’s words in other languages', async () => {
    const visitor = http().visitor()
    expect((await visitor.get('?locale=en')).text).toContain('Start a return')
    await save({ 'start.title': 'Send it back & smile', 'start.order_number': 'Number <3' })
    const page = await visitor.get('?locale=en')
    expect(page.text).toContain('Send it back &amp; smile')
    expect(page.text).toContain('Number &lt;3')
    expect((await visitor.get('?locale=de')).text).toContain('Rückgabe')
    await save({ 'start.title': null })
    expect((await visitor.get('?locale=en')).text).toContain('Start a return')
  })

  test('read them once per change, and never where there are none', async () => {
    const read = async () => {
      const ctx = await contextFromShop(domain(), { kind: 'shopper' })
      if (ctx === null) throw new Error('Not installed')
      return readOwnTexts(ctx, 'en')
    }
    expect(await read()).toEqual({})
    await save({ 'start.title': 'First' })
    expect(await read()).toEqual({ 'start.title': 'First' })
    // Changed behind the version's back: what is kept in memory is still said.
    await database().prisma.$transaction(async (tx) => {
      await tx.$executeRaw`select set_config('app.shop', ${domain()}, true)`
      await tx.$executeRaw`set local role homeward_app`
      await tx.ownTexts.updateMany({ data: { texts: { 'start.title': 'Behind' } } })
    })
    expect(await read()).toEqual({ 'start.title': 'First' })
    await save({ 'start.submit': 'Go' })
    expect(await read()).toEqual({ 'start.title': 'Behind', 'start.submit': 'Go' })
  })

  test('say the app’s words where a stored text does not fit it any more', async () => {
    await withShop(domain(), (tx) =>
      changeOwnTexts(tx, {
        shop: domain(),
        locale: 'en',
        changes: {
          'order.note_hint': 'Some',
          'withdraw.confirm_lead': 'Click',
          'gone.key': 'x',
          'start.title': 'Ours',
        },
        author: { kind: 'system' },
        now: shop().ctx.now(),
      }),
    )
    const ctx = await contextFromShop(domain(), { kind: 'shopper' })
    expect(ctx && (await readOwnTexts(ctx, 'en'))).toEqual({ 'start.title': 'Ours' })
  })
})
