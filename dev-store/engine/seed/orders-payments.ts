import { CARD, amountDue, newTransaction } from '../order-builder.ts'
import { mapAmounts, subtract } from '../money/amounts.ts'
import type { Customer, Order, Transaction } from '../state.ts'
import type { OrderWriter, SeedOrder } from './order-writer.ts'

const NY_TAX = { title: 'New York sales tax', rate: 0.08875 }
const STANDARD = { title: 'Standard', amount: 600 }

/** Rows 1008 and 1013–1024 of the seed catalogue: tenders, gateways, ages and captures. */
export const seedPaymentOrders = (writer: OrderWriter, people: Customer[]): void => {
  const { context, write, at } = writer
  const person = (email: string): Customer | null => people.find((one) => one.email === email) ?? null
  const alex = person('alex@example.com')
  const sale = (order: Order, facts: Partial<Transaction>) =>
    newTransaction(context, {
      kind: 'SALE',
      amount: amountDue(order),
      createdAt: order.createdAt,
      paymentDetails: CARD,
      ...facts,
    })
  const shipped = { shipping: STANDARD } satisfies Partial<SeedOrder>

  write({
    name: '#1008',
    placed: 8,
    shipped: 7,
    delivered: 5,
    customer: alex,
    lines: [
      { of: 'cast-iron-skillet', quantity: 1 },
      { of: 'oak-cutting-board', quantity: 1 },
    ],
    ...shipped,
    payment: (order) => {
      const due = amountDue(order)
      const half = mapAmounts(due, (minor) => Math.floor(minor / 2))
      const cardId = context.nextId('GiftCard')
      const initial = { amount: 10_000, currency: order.currency }
      const paid = sale(order, {
        gateway: 'gift_card',
        formattedGateway: 'Gift card',
        amount: half,
        paymentDetails: { type: 'gift_card', giftCardId: cardId, lastCharacters: '7ka2' },
      })
      context.insert('giftCards', cardId, {
        id: cardId,
        shop: context.shop.domain,
        code: 'gift1008homew7ka2',
        initial,
        balance: initial.amount - half.shop,
        createdAt: at(40),
        updatedAt: order.createdAt,
        expiresOn: null,
        deactivatedAt: null,
        customerId: alex?.id ?? null,
        recipientId: null,
        recipientMessage: null,
        recipientPreferredName: null,
        note: null,
        orderId: null,
        crossCurrencyRedemptionStrategy: 'NONE',
        transactions: [
          {
            id: context.nextId('GiftCardDebitTransaction'),
            amount: -half.shop,
            processedAt: order.createdAt,
            note: null,
            orderTransactionId: paid.id,
          },
        ],
      })
      return [paid, sale(order, { amount: subtract(due, half) })]
    },
  })
  write({
    name: '#1013',
    placed: 15,
    shipped: 14,
    delivered: 12,
    customer: person('marcus@example.com'),
    lines: [{ of: 'stoneware-mug', quantity: 2 }],
    tax: NY_TAX,
    ...shipped,
  })
  write({
    name: '#1014',
    placed: 14,
    shipped: 13,
    delivered: 11,
    customer: person('priya@example.com'),
    lines: [
      { of: 'organic-cotton-tee', variant: 'M', quantity: 2 },
      { of: 'linen-shirt', variant: 'S / White', quantity: 1 },
    ],
    tax: NY_TAX,
    ...shipped,
  })
  write({
    name: '#1015',
    placed: 3,
    shipped: 3,
    delivered: 3,
    customer: null,
    lines: [
      { of: 'beeswax-candle', quantity: 1 },
      { of: 'stoneware-mug', quantity: 1 },
    ],
    tax: NY_TAX,
    facts: { sourceName: 'pos', retailLocationId: writer.locations[1]?.id ?? null },
    payment: (order) => {
      const due = amountDue(order)
      // Cash is rounded to five cents; what was handed over differs from the price by the rounding.
      const rounded = mapAmounts(due, (minor) => Math.round(minor / 5) * 5)
      return [
        sale(order, {
          gateway: 'cash',
          formattedGateway: 'Cash',
          amount: due,
          rounding: subtract(rounded, due),
          paymentDetails: { type: 'manual' },
        }),
      ]
    },
  })
  write({
    name: '#1016',
    placed: 75,
    shipped: 74,
    delivered: 71,
    customer: alex,
    lines: [{ of: 'wool-overcoat', variant: 'M', quantity: 1 }],
    tax: NY_TAX,
    ...shipped,
  })
  write({
    name: '#1017',
    placed: 59 + 23 / 24,
    shipped: 58,
    delivered: 56,
    customer: person('robin@example.com'),
    lines: [{ of: 'canvas-sneakers', variant: '9', quantity: 1 }],
    ...shipped,
  })
  write({
    name: '#1018',
    placed: 10,
    shipped: 9,
    delivered: 7,
    customer: person('priya@example.com'),
    ...shipped,
    lines: [
      {
        of: 'coffee-beans',
        quantity: 2,
        facts: {
          sellingPlan: { name: 'Every 4 weeks, 10 % off', sellingPlanId: context.nextId('SellingPlan') },
          contractId: context.nextId('SubscriptionContract'),
        },
      },
    ],
    discounts: [{ title: 'Subscription', kind: 'automatic', percentage: 10, lines: [0] }],
  })
  write({
    name: '#1019',
    placed: 13,
    shipped: 12,
    delivered: 6,
    customer: person('camille@example.com'),
    lines: [
      { of: 'wool-overcoat', variant: 'S', quantity: 1 },
      { of: 'wool-throw', quantity: 2 },
    ],
    shipping: { title: 'International, duties paid', amount: 3500 },
    shape: (order) => {
      for (const line of order.lineItems) {
        const amount = Math.round(line.unitPrice.shop * line.quantity * 0.12)
        line.duties.push({
          id: context.nextId('Duty'),
          harmonizedSystemCode: line.title === 'Wool Overcoat' ? '620211' : '630120',
          countryCodeOfOrigin: 'PT',
          price: { shop: amount, presentment: amount },
          taxLines: [],
        })
      }
      order.additionalFees.push({
        id: context.nextId('AdditionalFee'),
        name: 'Customs processing',
        price: { shop: 450, presentment: 450 },
        taxLines: [],
      })
    },
  })
  write({
    name: '#1020',
    placed: 9,
    shipped: 8,
    delivered: 6,
    customer: person('marcus@example.com'),
    lines: [{ of: 'linen-duvet-cover', variant: 'Queen', quantity: 1 }],
    ...shipped,
    payment: (order) => [
      sale(order, {
        gateway: 'Cash on Delivery (COD)',
        formattedGateway: 'Cash on Delivery (COD)',
        manualPaymentGateway: true,
        paymentDetails: { type: 'manual' },
        processedAt: at(6),
      }),
    ],
  })
  write({
    name: '#1021',
    placed: 2,
    shipped: 1.5,
    delivered: 0.5,
    customer: person('robin@example.com'),
    lines: [{ of: 'straight-leg-jeans', variant: '34', quantity: 1 }],
    ...shipped,
    payment: (order) => [
      sale(order, { kind: 'AUTHORIZATION', authorizationCode: 'A1021', authorizationExpiresAt: at(-5) }),
    ],
  })
  write({
    name: '#1022',
    placed: 6,
    shipped: 5,
    delivered: 3,
    customer: alex,
    lines: [
      { of: 'merino-crewneck', variant: 'L', quantity: 2 },
      { of: 'linen-tea-towel', quantity: 1 },
    ],
    ...shipped,
    payment: (order) => {
      const due = amountDue(order)
      const first = mapAmounts(due, (minor) => Math.round(minor * 0.6))
      const authorization = sale(order, {
        kind: 'AUTHORIZATION',
        multiCapturable: true,
        authorizationCode: 'A1022',
        authorizationExpiresAt: at(-20),
      })
      const capture = (amount: typeof due, daysAgo: number) =>
        sale(order, {
          kind: 'CAPTURE',
          amount,
          parentId: authorization.id,
          createdAt: at(daysAgo),
          processedAt: at(daysAgo),
        })
      return [authorization, capture(first, 5), capture(subtract(due, first), 4)]
    },
  })
  write({
    name: '#1023',
    placed: 200,
    shipped: 198,
    delivered: 195,
    customer: person('camille@example.com'),
    lines: [{ of: 'cast-iron-skillet', quantity: 1 }],
    ...shipped,
    payment: (order) => [
      sale(order, {
        gateway: 'paypal',
        formattedGateway: 'PayPal Express Checkout',
        paymentDetails: { type: 'paypal' },
      }),
    ],
  })
  write({
    name: '#1024',
    placed: 20,
    shipped: 19,
    delivered: 16,
    customer: person('marcus@example.com'),
    lines: [{ of: 'canvas-sneakers', variant: '10', quantity: 1 }],
    ...shipped,
    facts: {
      disputes: [
        { id: context.nextId('OrderDisputeSummary'), initiatedAs: 'CHARGEBACK', status: 'NEEDS_RESPONSE' },
      ],
    },
  })
}
