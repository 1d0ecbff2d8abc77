import { keepOrderAgreement, newLine } from '../order-builder.ts'
import type { Customer, Order, Sale } from '../state.ts'
import type { OrderWriter } from './order-writer.ts'

const STANDARD = { title: 'Standard', amount: 600 }
const NY_TAX = { title: 'New York sales tax', rate: 0.08875 }

/** An order that was edited after checkout: a mug was added, and shipped with the rest. */
const editedOrder = (writer: OrderWriter, customer: Customer | null): Order => {
  const { context, at } = writer
  const mug = writer.variant('stoneware-mug')
  const order = writer.write({
    name: '#1029', placed: 8, shipped: 6, delivered: 4, customer, lines: [{ of: 'wool-throw', quantity: 1 }], shipping: STANDARD, facts: { edited: true },
    shape: (order) => {
      const price = { shop: mug.price.amount, presentment: mug.price.amount }
      order.lineItems.push(newLine(context, { title: 'Stoneware Mug', sku: mug.sku, vendor: 'Homeward', productId: mug.productId, variantId: mug.id, quantity: 1, unitPrice: price, grams: 410 }, at(7.5)))
    },
  }) // prettier-ignore
  // The mug was no part of the checkout: its sale belongs to the edit's agreement.
  keepOrderAgreement(order)
  const [checkout] = order.agreements
  const isAdded = (sale: Sale): boolean => sale.lineItemId === order.lineItems.at(-1)?.id
  if (checkout) {
    order.agreements.push({
      id: context.nextId('SalesAgreement'),
      reason: 'ORDER_EDIT',
      happenedAt: at(7.5),
      subjectId: null,
      sales: checkout.sales.filter(isAdded),
    })
    checkout.sales = checkout.sales.filter((sale) => !isAdded(sale))
  }
  return order
}

/** Rows 1025 and 1027–1040 of the seed catalogue: shapes and states of orders. */
export const seedStateOrders = (writer: OrderWriter, people: Customer[]): void => {
  const { context, write, at } = writer
  const person = (email: string): Customer | null => people.find((one) => one.email === email) ?? null
  const alex = person('alex@example.com')
  const robin = person('robin@example.com')

  write({
    name: '#1025', placed: 16, shipped: 15, delivered: 12, customer: robin, lines: [{ of: 'stoneware-mug', quantity: 24 }], shipping: { title: 'Freight', amount: 4500 }, payment: 'none',
    facts: {
      sourceName: 'shopify_draft_order', companyLocationId: context.nextId('CompanyLocation'), companyContactId: context.nextId('CompanyContact'), poNumber: 'PO-7731',
      paymentTerms: { id: context.nextId('PaymentTerms'), name: 'Net 30', type: 'NET', dueInDays: 30, dueAt: at(-14), overdue: false },
    },
  }) // prettier-ignore
  write({
    name: '#1027',
    placed: 9,
    shipped: 8,
    delivered: 6,
    customer: alex,
    lines: [{ of: 'beeswax-candle', quantity: 1 }],
    shipping: STANDARD,
  })
  write({
    name: 'EN1027',
    placed: 9,
    shipped: 8,
    delivered: 6,
    customer: person('priya@example.com'),
    lines: [{ of: 'beeswax-candle', quantity: 3 }],
    shipping: STANDARD,
    facts: { number: 1027, sourceName: 'subscription_contract' },
  })
  write({
    name: '#1028',
    placed: 5,
    shipped: 4,
    delivered: 2,
    customer: person('marcus@example.com'),
    lines: [{ of: 'coffee-beans', quantity: 1 }],
    shipping: STANDARD,
    shape: (order) =>
      order.lineItems.push(
        newLine(
          context,
          {
            title: 'Tip',
            quantity: 1,
            unitPrice: { shop: 300, presentment: 300 },
            taxable: false,
            requiresShipping: false,
            isTip: true,
          },
          order.createdAt,
        ),
      ),
  })
  editedOrder(writer, person('priya@example.com'))
  write({
    name: '#1030',
    placed: 12,
    shipped: null,
    customer: alex,
    lines: [{ of: 'linen-shirt', variant: 'L / Sand', quantity: 1 }],
    shipping: STANDARD,
  })
  write({
    name: '#1031',
    placed: 25,
    shipped: 24,
    delivered: 20,
    customer: person('marcus@example.com'),
    lines: [{ of: 'merino-crewneck', variant: 'S', quantity: 1 }],
    tax: NY_TAX,
    shipping: STANDARD,
    facts: { closedAt: at(15) },
  })
  write({
    name: '#1032',
    placed: 7,
    shipped: 6,
    delivered: 4,
    customer: person('priya@example.com'),
    lines: [{ of: 'linen-shirt', variant: 'M / White', quantity: 1 }],
    shipping: STANDARD,
  })
  write({
    name: '#1033',
    placed: 7,
    shipped: 6,
    delivered: 4,
    customer: alex,
    lines: [{ of: 'stoneware-bowl', quantity: 1 }],
    shipping: STANDARD,
  })
  write({
    name: '#1034',
    placed: 7,
    shipped: 6,
    delivered: 4,
    customer: person('marcus@example.com'),
    lines: [{ of: 'organic-cotton-tee', variant: 'S', quantity: 1 }],
    shipping: STANDARD,
  })
  write({
    name: '#1035',
    placed: 30,
    shipped: 29,
    delivered: 26,
    customer: robin,
    shipping: STANDARD,
    lines: [
      {
        of: 'wool-throw',
        quantity: 1,
        facts: {
          title: 'Alpaca Scarf',
          sku: 'AS-01',
          productId: null,
          variantId: null,
          unitPrice: { shop: 6800, presentment: 6800 },
        },
      },
    ],
  })
  const wide = ['linen-tea-towel', 'stoneware-mug', 'stoneware-bowl', 'beeswax-candle', 'coffee-beans']
  write({
    name: '#1036',
    placed: 18,
    shipped: 16,
    delivered: 13,
    customer: robin,
    shipping: { title: 'Freight', amount: 12_000 },
    lines: Array.from({ length: 60 }, (_, i) => ({
      of: wide[i % wide.length] ?? 'stoneware-mug',
      quantity: 5,
      facts: { variantTitle: `Batch ${i + 1}` },
    })),
  })
  write({
    name: '#1037',
    placed: 45,
    shipped: 44,
    delivered: 41,
    customer: null,
    lines: [{ of: 'cast-iron-skillet', quantity: 1 }],
    shipping: STANDARD,
    facts: { redacted: true, customerLocale: null },
  })
  write({
    name: '#1038',
    placed: 6,
    shipped: 5,
    delivered: 2,
    customer: person('zoe@example.com'),
    lines: [
      {
        of: 'linen-duvet-cover',
        variant: 'King',
        quantity: 1,
        facts: { customAttributes: [{ key: 'Monogram', value: 'Ł·Å' }] },
      },
    ],
    shipping: { title: 'International', amount: 3000 },
    facts: { note: 'Please leave with the doorman 🙏 — شكراً', customerLocale: 'ar' },
  })
  write({
    name: '#1039',
    placed: 3,
    shipped: 2.5,
    delivered: 1,
    customer: alex,
    lines: [{ of: 'oak-cutting-board', quantity: 1 }],
    shipping: STANDARD,
    facts: { test: true, tags: ['test'] },
  })
  write({
    name: '#1040',
    placed: 10,
    shipped: 9,
    delivered: 6,
    customer: person('priya@example.com'),
    lines: [{ of: 'beeswax-candle', quantity: 1 }],
    payment: 'none',
    discounts: [{ title: 'THANKYOU', kind: 'code', code: 'THANKYOU', percentage: 100 }],
  })
}
