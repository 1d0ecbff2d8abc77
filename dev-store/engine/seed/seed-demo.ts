import type { Context } from '../context.ts'
import type { Engine } from '../engine.ts'
import { isoSeconds } from '../clock.ts'
import { returnReasonLibrary } from '../returns/reason-definitions.ts'
import type { Customer } from '../state.ts'
import { seedHistory } from './act.ts'
import { seedBulkOrders } from './bulk-orders.ts'
import { createOrderWriter } from './order-writer.ts'
import type { OrderWriter } from './order-writer.ts'
import { seedEuOrders, seedJpOrders, seedLegacyOrders } from './orders-abroad.ts'
import { seedBasicOrders } from './orders-basic.ts'
import { seedPaymentOrders } from './orders-payments.ts'
import { seedStateOrders } from './orders-states.ts'
import { seedCatalogue, seedLocations } from './seed-catalogue.ts'
import { seedCustomers } from './seed-customers.ts'
import { seedShops } from './seed-shops.ts'

const DAY_MS = 24 * 3600 * 1000
const SHOP_AGE_DAYS = 500

const ORDERS: Record<string, (writer: OrderWriter, people: Customer[]) => void> = {
  'homeward-demo': (writer, people) => {
    seedBulkOrders(writer)
    seedBasicOrders(writer, people)
    seedPaymentOrders(writer, people)
    seedStateOrders(writer, people)
    seedHistory(writer)
    writer.context.edit('shops', writer.context.shop.domain).nextOrderNumber = 1041
  },
  'homeward-eu': (writer, people) => {
    seedEuOrders(writer, people)
    writer.context.edit('shops', writer.context.shop.domain).nextOrderNumber = 1007
  },
  'homeward-jp': (writer, people) => {
    seedJpOrders(writer, people)
    writer.context.edit('shops', writer.context.shop.domain).nextOrderNumber = 1003
  },
  'homeward-legacy': (writer, people) => {
    seedLegacyOrders(writer, people)
    writer.context.edit('shops', writer.context.shop.domain).nextOrderNumber = 1003
  },
}

const fillShop = (context: Context): void => {
  const opened = isoSeconds(new Date(Date.parse(context.now) - SHOP_AGE_DAYS * DAY_MS))
  const locations = seedLocations(context, opened)
  seedCatalogue(context, opened, locations)
  const people = seedCustomers(context, opened)
  ORDERS[context.shop.handle]?.(createOrderWriter(context, locations), people)
}

/** Fills an empty engine with four shops and their orders, dated from the clock's now. The same now gives the same state. */
export const seedDemo = (engine: Engine): void => {
  const opened = isoSeconds(new Date(engine.clock.now().getTime() - SHOP_AGE_DAYS * DAY_MS))
  for (const definition of returnReasonLibrary())
    engine.state.tables.returnReasonDefinitions[definition.id] = definition
  for (const shop of seedShops(opened)) {
    engine.state.tables.shops[shop.domain] = shop
    engine.transact(shop.domain, fillShop)
  }
}
