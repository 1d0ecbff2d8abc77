import type { Customer } from '../state.ts'
import type { OrderWriter } from './order-writer.ts'

const person = (people: Customer[], email: string): Customer | null =>
  people.find((one) => one.email === email) ?? null

/** Orders of the euro shop, taxes included. */
export const seedEuOrders = (writer: OrderWriter, people: Customer[]): void => {
  const { write } = writer
  const vat = { title: 'MwSt.', rate: 0.19 }
  const shipping = { title: 'DHL Paket', amount: 495 }
  const lena = person(people, 'lena@example.com')
  const pierre = person(people, 'pierre@example.com')
  write({ name: '#1001', placed: 9, shipped: 8, delivered: 5, customer: lena, lines: [{ of: 'linen-shirt', variant: 'M / White', quantity: 1 }], tax: vat, shipping })
  write({ name: '#1002', placed: 12, shipped: 11, delivered: 9, customer: pierre, lines: [{ of: 'merino-crewneck', variant: 'L', quantity: 1 }, { of: 'stoneware-mug', quantity: 4 }], tax: { title: 'TVA', rate: 0.2 }, shipping, discounts: [{ title: 'BONJOUR10', kind: 'code', code: 'BONJOUR10', percentage: 10 }] })
  write({ name: '#1003', placed: 20, shipped: 19, delivered: 16, customer: lena, lines: [{ of: 'wool-overcoat', variant: 'S', quantity: 1 }], tax: vat, shipping })
  write({ name: '#1004', placed: 7, shipped: 6, delivered: 3, customer: person(people, 'oliver@example.com'), presentment: { currency: 'GBP', rate: 0.86 }, lines: [{ of: 'straight-leg-jeans', variant: '32', quantity: 1 }, { of: 'linen-tea-towel', quantity: 2 }], tax: { title: 'VAT', rate: 0.2 }, shipping: { title: 'International', amount: 1250 } })
  write({ name: '#1005', placed: 2, shipped: null, customer: pierre, lines: [{ of: 'cast-iron-skillet', quantity: 1 }], tax: { title: 'TVA', rate: 0.2 }, shipping })
  write({ name: '#1006', placed: 48, shipped: 47, delivered: 45, customer: lena, lines: [{ of: 'canvas-sneakers', variant: '8', quantity: 1 }, { of: 'silk-slip-dress', variant: 'S', quantity: 1 }], tax: vat, shipping })
} // prettier-ignore

/** Orders of the yen shop: no decimals anywhere. */
export const seedJpOrders = (writer: OrderWriter, people: Customer[]): void => {
  const tax = { title: '消費税', rate: 0.1 }
  const shipping = { title: 'ヤマト運輸', amount: 800 }
  const misaki = person(people, 'misaki@example.com')
  writer.write({ name: '#1001', placed: 8, shipped: 7, delivered: 5, customer: misaki, lines: [{ of: 'organic-cotton-tee', variant: 'M', quantity: 3 }], tax, shipping, discounts: [{ title: '夏', kind: 'code', code: 'NATSU', percentage: 7 }] })
  writer.write({ name: '#1002', placed: 5, shipped: 4, delivered: 2, customer: misaki, lines: [{ of: 'stoneware-bowl', quantity: 2 }, { of: 'linen-tea-towel', quantity: 1 }], tax, shipping })
} // prettier-ignore

/** Orders of the shop on the workflow before July 2025. */
export const seedLegacyOrders = (writer: OrderWriter, people: Customer[]): void => {
  const jamie = person(people, 'jamie@example.com')
  const tax = { title: 'Washington sales tax', rate: 0.1025 }
  writer.write({ name: '#1001', placed: 9, shipped: 8, delivered: 5, customer: jamie, lines: [{ of: 'linen-shirt', variant: 'S / Sand', quantity: 1 }], tax, shipping: { title: 'Standard', amount: 500 } })
  writer.write({ name: '#1002', placed: 6, shipped: 5, delivered: 3, customer: jamie, lines: [{ of: 'wool-throw', quantity: 1 }, { of: 'beeswax-candle', quantity: 2 }], tax, shipping: { title: 'Standard', amount: 500 } })
} // prettier-ignore
