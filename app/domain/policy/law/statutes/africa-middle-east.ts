import { calendarDays, edition, fromNotice, remembered, seen, type Statute } from '../statute.ts'

export const africaAndMiddleEast: readonly Statute[] = [
  {
    ...edition,
    code: 'ZA',
    countries: ['ZA'],
    sources: ['acts.co.za s.44'],
    facts: {
      length: [seen(calendarDays(7))],
      start: [seen('receipt')],
      // The list of section 42(2), from memory.
      grounds: [
        remembered([
          'perishable',
          'made_to_order',
          'media_unsealed',
          'press',
          'dated_service',
          'service_performed',
          'price_bound_to_market',
          'auction',
        ]),
      ],
      fees: [seen({ kind: 'none' })],
      returnShipping: [seen('buyer')],
      refund: [seen(fromNotice(30))],
      payment: [seen('money')],
      deductions: [seen('nothing')],
      fault: [seen({ years: null })],
      duties: [remembered('implied_warranty')],
    },
  },
  {
    ...edition,
    code: 'IL',
    countries: ['IL'],
    sources: ['saedduzdar.com', 'israel-medicalcenter.com'],
    facts: {
      length: [seen(calendarDays(14))],
      // Receipt or the disclosure form, whichever is later: the form is sent with the order.
      start: [seen('receipt')],
      grounds: [remembered(['perishable', 'made_to_order', 'media_unsealed'])],
      fees: [seen({ kind: 'capped', percent: 5, amount: { currency: 'ILS', decimal: '100' } })],
      returnShipping: [seen('buyer_unless_fault')],
      refund: [seen(fromNotice(14))],
      payment: [remembered('same_means')],
      fault: [seen({ years: null })],
      // Four months for some buyers: a shop cannot know who they are, so a person must.
      duties: [seen('longer_for_some')],
    },
  },
  {
    ...edition,
    code: 'SA',
    countries: ['SA'],
    sources: [],
    facts: {
      length: [remembered(calendarDays(7))],
      start: [remembered('receipt')],
      grounds: [remembered(['made_to_order', 'media_unsealed', 'perishable'])],
      returnShipping: [remembered('buyer')],
    },
  },
]
