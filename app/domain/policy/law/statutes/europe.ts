import {
  calendarDays,
  edition,
  europeanGrounds,
  europeanGroundsRemembered,
  fromNotice,
  remembered,
  seen,
  type Statute,
} from '../statute.ts'

/**
 * The Union, Norway, Iceland and Liechtenstein; with the parts of France and Finland overseas that belong to the Union and
 * have a country code of their own.
 */
// prettier-ignore
const europeanCountries = [
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT',
  'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'NO', 'IS', 'LI', 'AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT',
] as const

export const europe: readonly Statute[] = [
  {
    ...edition,
    code: 'EU',
    countries: europeanCountries,
    sources: [
      'eur-lex 2011/83/2022-05-28',
      'mondaq 1799028',
      'loyensloeff',
      'sourcingspeak',
      'help.loopreturns.com/en/articles/12709953',
    ],
    facts: {
      length: [seen(calendarDays(14))],
      start: [seen('last_item')],
      extension: [seen({ count: 12, unit: 'months', counts: 'on_top' })],
      grounds: [seen(europeanGrounds), remembered(europeanGroundsRemembered)],
      fees: [seen({ kind: 'none' })],
      returnShipping: [seen('buyer_unless_agreed')],
      outbound: [seen('standard')],
      refund: [seen({ ...fromNotice(14), mayWait: true })],
      payment: [seen('same_means')],
      deductions: [seen('handling_beyond_check')],
      fault: [seen({ years: 2 })],
      duties: [
        seen('withdrawal_function', { from: '2026-06-19' }),
        seen('acknowledgement', { from: '2026-06-19' }),
        seen('no_reason_no_account', { from: '2026-06-19' }),
        seen('send_back_in_14_days'),
      ],
    },
  },
  {
    ...edition,
    code: 'DE',
    countries: ['DE'],
    inherits: 'EU',
    sources: ['noerr.com', 'shopbetreiber-blog.de', 'sonata#177'],
    facts: {
      length: [seen(calendarDays(14))],
      refund: [seen({ ...fromNotice(14), mayWait: true })],
      duties: [seen('button_label_de', { from: '2026-06-19' }), seen('free_delivery_stands')],
    },
  },
  {
    ...edition,
    code: 'FR',
    countries: ['FR', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'],
    inherits: 'EU',
    sources: ['french-business-law.com L221-21'],
    facts: {
      length: [seen(calendarDays(14))],
      rollover: [remembered('business_day')],
      returnShipping: [seen('buyer_unless_agreed')],
      refund: [seen({ ...fromNotice(14), mayWait: true })],
      payment: [seen('same_means')],
      duties: [seen('online_form'), remembered('surcharge_when_late')],
    },
  },
  {
    ...edition,
    code: 'IT',
    countries: ['IT'],
    inherits: 'EU',
    sources: ['wwu-withdrawal-button README'],
    facts: {
      length: [seen(calendarDays(14))],
      returnShipping: [seen('buyer_unless_agreed')],
      refund: [seen({ ...fromNotice(14), mayWait: true })],
      payment: [seen('same_means')],
    },
  },
  {
    ...edition,
    code: 'AT',
    countries: ['AT'],
    inherits: 'EU',
    sources: ['sonata#177'],
    facts: {
      length: [remembered(calendarDays(14))],
      refund: [remembered({ ...fromNotice(14), mayWait: true })],
      payment: [remembered('same_means')],
    },
  },
  {
    ...edition,
    code: 'GB',
    countries: ['GB'],
    sources: ['legislation.gov.uk/uksi/2013/3134', 'help.sainsburys.co.uk'],
    facts: {
      length: [seen(calendarDays(14))],
      // The row says "goods received", several deliveries are not named: with the last of them, as in the Directive it carries out.
      start: [seen('last_item')],
      extension: [seen({ count: 12, unit: 'months', counts: 'on_top' })],
      grounds: [seen(europeanGrounds), remembered(europeanGroundsRemembered)],
      fees: [seen({ kind: 'none' })],
      returnShipping: [seen('buyer_unless_agreed')],
      outbound: [seen('standard')],
      refund: [remembered({ days: 14, unit: 'calendar_days', from: 'goods_or_proof', mayWait: false })],
      payment: [seen('same_means')],
      fault: [seen({ years: null })],
      duties: [seen('short_term_reject')],
    },
  },
  {
    ...edition,
    code: 'CH',
    countries: ['CH'],
    sources: [],
    facts: {
      length: [remembered(calendarDays(0))],
      fault: [remembered({ years: 2 })],
      duties: [remembered('two_year_guarantee')],
    },
  },
  {
    ...edition,
    code: 'TR',
    countries: ['TR'],
    sources: ['mondaq 1663032', 'dtlaw.com.tr', 'yilmazlar.av.tr', 'eb.clinic'],
    facts: {
      length: [seen(calendarDays(14))],
      start: [seen('last_item')],
      extension: [seen({ count: 12, unit: 'months', counts: 'on_top' })],
      // Article 15 is named and not listed: a person decides about its grounds.
      grounds: [remembered([...europeanGrounds, 'price_bound_to_market'])],
      fees: [seen({ kind: 'none' })],
      returnShipping: [seen('merchant', { from: '2026-01-01' })],
      refund: [remembered(fromNotice(14))],
      payment: [remembered('same_means')],
      fault: [seen({ years: null })],
      duties: [
        seen('name_return_carrier'),
        seen('mediation_notice'),
        seen('phones_included', { from: '2025-05-24' }),
      ],
    },
  },
  {
    ...edition,
    code: 'RU',
    countries: ['RU'],
    sources: [],
    facts: {
      length: [remembered(calendarDays(7))],
      start: [remembered('receipt')],
      extension: [remembered({ count: 3, unit: 'months', counts: 'in_all' })],
      grounds: [remembered(['made_to_order'])],
      returnShipping: [remembered('buyer')],
      refund: [remembered(fromNotice(10))],
      payment: [remembered('money')],
    },
  },
]
