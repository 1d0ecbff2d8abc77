import { isCurrency, tryParseDecimal } from '#app/domain/money.ts'
import type { MoneySettings } from '#app/domain/refund/money-settings.ts'

/** The settings as the form holds them: everything as typed. */
export type PaymentsForm = {
  readonly rows: readonly { readonly currency: string; readonly perBuyer: string; readonly perDay: string }[]
  readonly ends: boolean
  readonly days: string
  readonly countries: string
}

/** The form for settings as they are stored; `currency` is the shop's, offered first. */
export function formOf({ instantRefund, creditExpiry }: MoneySettings, currency: string): PaymentsForm {
  const { perBuyer, perDay } = instantRefund
  const named = new Set([currency, ...Object.keys(perBuyer), ...Object.keys(perDay)])
  return {
    rows: [...named].map((code) => ({
      currency: code,
      perBuyer: perBuyer[code] ?? '',
      perDay: perDay[code] ?? '',
    })),
    ends: creditExpiry !== null,
    days: String(creditExpiry?.days ?? 365),
    countries: creditExpiry?.countries.join(', ') ?? '',
  }
}

/** Settings from the form, or which fields have to be mended, by their names. */
export function settingsOf(
  form: PaymentsForm,
):
  | { readonly ok: true; readonly settings: MoneySettings }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {}
  const perBuyer: Record<string, string> = {}
  const perDay: Record<string, string> = {}
  for (const row of form.rows) {
    const buyer = row.perBuyer.trim()
    const day = row.perDay.trim()
    for (const [name, text] of [
      ['perBuyer', buyer],
      ['perDay', day],
    ] as const)
      if (text !== '' && !isAmount(text, row.currency)) problems[`${name}.${row.currency}`] = words.amount
    // One sum without the other would allow nothing, and look as if it did.
    if ((buyer === '') !== (day === ''))
      problems[`${buyer === '' ? 'perBuyer' : 'perDay'}.${row.currency}`] = words.both
    if (buyer === '' || day === '') continue
    perBuyer[row.currency] = buyer
    perDay[row.currency] = day
  }
  const countries = form.countries
    .split(/[\s,;]+/)
    .filter((code) => code !== '')
    .map((code) => code.toUpperCase())
  const days = Number(form.days.trim())
  if (form.ends) {
    if (!/^\d{1,4}$/.test(form.days.trim()) || days < 1 || days > 3650) problems.days = words.days
    if (countries.length === 0 || countries.some((code) => !/^[A-Z]{2}$/.test(code)))
      problems.countries = words.countries
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const creditExpiry = form.ends ? { days, countries: [...new Set(countries)] } : null
  return { ok: true, settings: { instantRefund: { perBuyer, perDay }, creditExpiry } }
}

function isAmount(text: string, currency: string): boolean {
  return (
    /^\d{1,9}(\.\d{1,6})?$/.test(text) && isCurrency(currency) && tryParseDecimal(text, currency) !== null
  )
}

const words = {
  amount: 'Enter an amount like 100 or 99.95, with no more decimals than the currency has.',
  both: 'Enter both sums, or neither: without one of them nothing is paid so.',
  days: 'Enter whole days, from 1 to 3650.',
  countries: 'Enter codes of countries like US, CA.',
}
