import { expect, test } from 'vitest'
import { installedShop } from '../../tests/setup/shop.ts'
import { readCatalogueWords } from './catalogue-words.server.ts'

const shop = installedShop()

test('the shop’s own words are read, with the metafields that it has defined for products', async () => {
  const { ctx, devStore } = shop()
  devStore.engine.transact(ctx.shop, (context) => {
    const id = context.nextId('MetafieldDefinition')
    context.insert('metafieldDefinitions', id, {
      id,
      shop: ctx.shop,
      ownerType: 'PRODUCT',
      namespace: 'custom',
      key: 'final_sale',
      name: 'Final sale',
      description: null,
      type: 'boolean',
      unique: false,
      access: { admin: 'MERCHANT_READ_WRITE', storefront: 'NONE', customerAccount: 'NONE' },
      pinnedPosition: null,
      validations: [],
      createdAt: context.now,
    })
  })
  const words = await readCatalogueWords(ctx.admin)
  expect(words.metafields).toEqual([{ key: 'custom.final_sale', name: 'Final sale' }])
  expect(words.productTags.length).toBeGreaterThan(0)
})
