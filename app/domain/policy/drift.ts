import type { Policy, Rule } from './policy.ts'

/** A way in which a text about returns says something else than the policy. Only what both plainly say is compared. */
export type Drift =
  /** The text says nothing at all. */
  | { readonly kind: 'empty' }
  /** The text names days, and none of them is the policy's window; null = the policy knows no limit. */
  | { readonly kind: 'days'; readonly theirs: readonly number[]; readonly ours: number | null }
  /** The text names no number of days. */
  | { readonly kind: 'no_days'; readonly ours: number | null }
  /** The text speaks of a restocking fee and the policy has none, or the other way round; percentages where they are named. */
  | { readonly kind: 'fee'; readonly theirs: readonly number[]; readonly ours: readonly number[] }
  | { readonly kind: 'no_fee' }
  /** The text rules refunds or exchanges out, or promises what the policy does not offer. */
  | { readonly kind: 'exchange'; readonly theirs: boolean }
  | { readonly kind: 'free_return' }
  /** The text lets the buyer pay the way back, which the policy never does. */
  | { readonly kind: 'paid_return' }
  /** The text names items that do not come back (`all`: everything), and the policy refuses none. */
  | { readonly kind: 'final_sale'; readonly all: boolean }
  /** The text gives no money back, or promises it, and the policy does the other. */
  | { readonly kind: 'refund'; readonly theirs: boolean }

const wordsOfNumbers: Readonly<Record<string, number>> = {
  seven: 7,
  ten: 10,
  fourteen: 14,
  twenty: 20,
  thirty: 30,
  forty: 40,
  sixty: 60,
  ninety: 90,
  vierzehn: 14,
  dreißig: 30,
  dreissig: 30,
  quatorze: 14,
  trente: 30,
  catorce: 14,
  treinta: 30,
}
const dayWords = 'days?|tagen?|tage|jours?|días?|dias?|giorni|giorno|dagen|dag|dni'
/** Written without a space, and with another word right behind. */
const wideDayWords = '日|天|일'
const weekWords = 'weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week'

/** The text of a piece of HTML, without its marks; blocks are kept apart. */
export function textOfHtml(html: string): string {
  return (
    html
      .replace(/<(script|style)[\s\S]*?<\/\1\s*>/gi, ' ')
      // Marks inside a line part no words.
      .replace(/<\/?(?:a|b|em|i|mark|small|span|strong|sub|sup|u)\b[^>]*>/gi, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&nbsp;|&#160;/gi, ' ')
      .replace(/&amp;/gi, '&')
      .replace(/&lt;/gi, '<')
      .replace(/&gt;/gi, '>')
      .replace(/&quot;|&#34;/gi, '"')
      .replace(/&#39;|&rsquo;|&apos;/gi, '’')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/**
 * Where a shop's written refund policy says otherwise than the policy does. It reads numbers of days, restocking fees, exchanges,
 * free and paid ways back, final sales and refunds, and no more than that: a text that it does not understand is no drift. `same` are texts that were written from
 * the policy itself: one of them is in line whatever it says.
 */
export function findDrift(policy: Policy, html: string, same: readonly string[] = []): readonly Drift[] {
  const text = textOfHtml(html)
  if (text === '') return [{ kind: 'empty' }]
  if (same.some((one) => textOfHtml(one) === text)) return []
  return [
    ...daysDrift(policy, text),
    ...feeDrift(policy, text),
    ...promiseDrift(policy, text),
    ...refusalDrift(policy, text),
  ]
}

function daysDrift({ baseline, rules }: Policy, text: string): readonly Drift[] {
  const ours = baseline.returnWindow.days
  const theirs = daysIn(text)
  if (theirs.length === 0) return [{ kind: 'no_days', ours }]
  const known = rules
    .filter(({ enabled }) => enabled)
    .flatMap(({ set }) => (set.returnWindow === undefined ? [] : [set.returnWindow.days]))
  // What a rule says may stand in the text beside the window; the window itself has to.
  if (ours !== null && theirs.includes(ours)) return []
  const strange = theirs.filter((days) => !known.includes(days))
  return [{ kind: 'days', theirs: strange.length > 0 ? strange : theirs, ours }]
}

/** Every number of days that a text names, weeks counted as days, each once, the smallest first. */
function daysIn(text: string): readonly number[] {
  const numbers = `\\d{1,4}|${Object.keys(wordsOfNumbers).join('|')}`
  const pattern = (units: string) =>
    new RegExp(`(${numbers})\\s*[-–]?\\s*(?:calendar\\s+)?(?:${units})(?![\\p{L}])`, 'giu')
  const found = [
    ...[...text.matchAll(pattern(dayWords)), ...text.matchAll(wideDays)].map(([, number]) =>
      numberOf(number),
    ),
    ...[...text.matchAll(pattern(weekWords))].map(([, number]) => numberOf(number) * 7),
  ]
  return [...new Set(found)].sort((a, b) => a - b)
}

const wideDays = new RegExp(`(\\d{1,4})\\s*(?:${wideDayWords})`, 'gu')

function numberOf(text = ''): number {
  return wordsOfNumbers[text.toLowerCase()] ?? Number(text)
}

function feeDrift(policy: Policy, text: string): readonly Drift[] {
  const { baseline } = policy
  const ours = termsOf(policy).flatMap(({ restockingFee }) =>
    restockingFee === undefined || restockingFee.percent === 0 ? [] : [restockingFee.percent],
  )
  const charges = /(?<!no |without (?:a |any )?)restocking (?:fee|charge)/i.test(text)
  const denies = /(?:no|without (?:a |any )?)\s*restocking (?:fee|charge)/i.test(text)
  if (denies && baseline.restockingFee.percent > 0) return [{ kind: 'fee', theirs: [], ours }]
  if (!charges || denies) return []
  const theirs = [...text.matchAll(/(\d{1,2}(?:[.,]\d+)?)\s*(?:%|percent)/gi)].map(([, share = '']) =>
    Number(share.replace(',', '.')),
  )
  if (ours.length === 0) return [{ kind: 'no_fee' }]
  return theirs.length > 0 && !theirs.some((share) => ours.includes(share))
    ? [{ kind: 'fee', theirs, ours }]
    : []
}

function termsOf({ baseline, rules }: Policy): readonly Rule['set'][] {
  return [baseline, ...rules.filter(({ enabled }) => enabled).map(({ set }) => set)]
}

function promiseDrift(policy: Policy, text: string): readonly Drift[] {
  const { baseline } = policy
  const terms = termsOf(policy)
  const offersExchange = terms.some(({ outcomes }) => outcomes?.includes('exchange') === true)
  const deniesExchange =
    /(?:no exchanges|(?:do not|don['’]t|cannot|can ?not) (?:offer |accept )?exchange)/i.test(text)
  const promisesExchange = !deniesExchange && /\bexchanges?\b/i.test(text)
  const freeReturn =
    /(?<!not |n[’']t |no )\bfree (?:return|returns|return shipping)|kostenlose[rn]? (?:rücksendung|rückversand|retoure)/i.test(
      text,
    )
  const paidReturn =
    /(?:responsible for (?:paying )?(?:for )?(?:your own |the )?(?:costs? of )?return shipping|return shipping (?:costs? )?(?:is|are) (?:non[- ]?refundable|not refundable|your responsibility|at your (?:own )?(?:cost|expense)|paid by (?:the )?(?:buyer|customer)))|kosten der rücksendung tragen sie|trägt der (?:käufer|kunde) die (?:kosten der rücksendung|rücksendekosten)/i.test(
      text,
    )
  const neverPays = terms.every(
    ({ returnShippingPayer }) => returnShippingPayer === undefined || returnShippingPayer === 'merchant',
  )
  return [
    ...(deniesExchange && offersExchange ? [{ kind: 'exchange', theirs: false } as const] : []),
    ...(promisesExchange && !offersExchange ? [{ kind: 'exchange', theirs: true } as const] : []),
    ...(freeReturn && baseline.returnShippingPayer !== 'merchant' ? [{ kind: 'free_return' } as const] : []),
    ...(paidReturn && neverPays ? [{ kind: 'paid_return' } as const] : []),
  ]
}

const allFinal =
  /\ball sales (?:are )?final|(?:do not|don[’']t) (?:accept|offer) (?:any )?returns(?! on| for| of)/i
const someFinal =
  /\bfinal sale|(?:cannot|can not|can[’']t|do not|don[’']t) accept returns (?:on|for|of)|(?:sale|clearance|discounted) items? (?:are not|cannot|can not|can[’']t)|non-?returnable|vom (?:umtausch|widerruf|rückgaberecht) ausgeschlossen/i
const noRefund =
  /store credit only|only (?:be )?(?:(?:offer|issue|give|provide)[a-z]* )?(?:in )?store credit|\bno refunds\b|(?:do not|don[’']t) (?:offer|give|issue) (?:cash )?refunds|nur (?:als|gegen) gutschein/i
const refunds = /full refund|refund(?:ed)? (?:you )?(?:to|on) (?:your|the) original payment/i

function refusalDrift(policy: Policy, text: string): readonly Drift[] {
  const terms = termsOf(policy)
  const refuses = terms.some(({ eligible }) => eligible?.kind === 'no')
  const offersRefund = terms.some(({ outcomes }) => outcomes?.includes('refund') === true)
  const all = allFinal.test(text) && policy.baseline.eligible.kind === 'yes'
  const deniesRefund = noRefund.test(text)
  return [
    ...(all || (someFinal.test(text) && !refuses) ? [{ kind: 'final_sale', all } as const] : []),
    ...(deniesRefund && policy.baseline.outcomes.includes('refund')
      ? [{ kind: 'refund', theirs: false } as const]
      : []),
    ...(!deniesRefund && refunds.test(text) && !offersRefund
      ? [{ kind: 'refund', theirs: true } as const]
      : []),
  ]
}
