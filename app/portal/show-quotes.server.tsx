import { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { assertNever } from '#app/domain/result.ts'
import { readReturnPlaces } from '#app/use-cases/read-return-places.server.ts'
import type { LineWays } from '#app/use-cases/ask-outcomes.ts'
import {
  type LineProblem,
  type QuotedReturn,
  quoteReturn,
  type RequestError,
} from '#app/use-cases/quote-return.server.ts'
import { type LineEntry, requestedLines } from './line-entries.ts'
import type { OrderToken } from './order-token.server.ts'
import { type Mix, mixed, mixOf } from './mixed-outcome.ts'
import { RetryPage } from './retry-page.tsx'
import { ReviewPage } from './review-page.tsx'
import { showItems, showMiss } from './show-items.server.tsx'
import type { Visit } from './visit.server.tsx'

type QuotesOf = {
  readonly token: string
  readonly visited: OrderToken
  readonly entries: readonly LineEntry[]
  readonly outcomeError?: string
  readonly methodError?: string
  readonly notice?: { readonly sentence: string; readonly status: number }
}

/** Shows what each outcome comes to, or the items with what is wrong with them. */
export async function showQuotes(visit: Visit, quotesOf: QuotesOf): Promise<Response> {
  const { ctx, form } = visit
  const { token, visited, entries } = quotesOf
  const { lines, errors } = requestedLines(entries)
  if (errors.size > 0) return showItems(visit, { token, visited, entries, errors })
  const fallback = ExchangeFallback.safeParse(form.get('fallback')).data
  const asked = { orderGid: visited.order, lines, ...(fallback === undefined ? {} : { fallback }) }
  const first = await quoteReturn(ctx, asked)
  if (!first.ok && first.error.kind === 'outcome_not_offered' && first.error.ways !== undefined)
    return showOwnWays(visit, quotesOf, { lines, ways: first.error.ways, fallback })
  if (!first.ok) return refuseRequest(visit, { token, visited, entries, error: first.error, step: 'review' })
  const isAsked = chosenIn(form).chosen === mixed
  const mix = await quoteMix(visit, { visited, entries, lines, isAsked, fallback })
  if (mix !== null && 'error' in mix)
    return refuseRequest(visit, { token, visited, entries, error: mix.error, step: 'mix' })
  return showReview(visit, quotesOf, { quoted: first.value, mix })
}

/**
 * Shows a request whose lines have no way of paying in common: each goes a way of its own, and only a choice for each is offered. What
 * was not chosen yet is the first way that the line has.
 */
async function showOwnWays(
  visit: Visit,
  quotesOf: QuotesOf,
  parts: {
    readonly lines: readonly RequestedLine[]
    readonly ways: readonly LineWays[]
    readonly fallback: ExchangeFallback | undefined
  },
): Promise<Response> {
  const { token, visited } = quotesOf
  const { lines, ways, fallback } = parts
  const entries = quotesOf.entries.map((entry) => {
    const own = ways.find(({ lineId }) => lineId === entry.lineId)?.outcomes ?? []
    const outcome = own.find((one) => one === entry.outcome) ?? own[0]
    return outcome === undefined ? entry : { ...entry, outcome }
  })
  const mix = mixOf(entries, lines)
  const asked = { orderGid: visited.order, lines: mix.lines, ...(fallback === undefined ? {} : { fallback }) }
  const quoted = await quoteReturn(visit.ctx, asked)
  if (!quoted.ok) return refuseRequest(visit, { token, visited, entries, error: quoted.error, step: 'mix' })
  const [quote] = quoted.value.quotes
  return showReview(
    visit,
    { ...quotesOf, entries },
    {
      quoted: { ...quoted.value, quotes: [] },
      mix: quote === undefined ? null : { mix, quote },
      ways,
    },
  )
}

/** The page of what a request comes to, or the items where something was not asked yet. */
async function showReview(
  visit: Visit,
  quotesOf: QuotesOf,
  shown: {
    readonly quoted: QuotedReturn
    readonly mix: { readonly mix: Mix; readonly quote: Quote } | null
    readonly ways?: readonly LineWays[]
  },
): Promise<Response> {
  const { ctx, frame, form } = visit
  const { token, visited, entries, outcomeError, methodError, notice } = quotesOf
  const { quoted, mix, ways } = shown
  const fallback = ExchangeFallback.safeParse(form.get('fallback')).data
  const open = stillAsked(entries, quoted.needs)
  if (open === 'answer_each')
    return showItems(visit, { token, visited, entries, notice: frame.text.t('evidence.answer_each') })
  if (open === 'more')
    return showItems(visit, { token, visited, entries, request: frame.text.t('evidence.more') })
  const chosen = ways === undefined ? chosenIn(form) : { chosen: mixed, ways }
  const page = (
    <ReviewPage
      frame={frame}
      token={token}
      {...quoted}
      entries={entries}
      mix={mix}
      answerDays={ctx.settings.portal.answerDays}
      {...(fallback === undefined ? {} : { fallback })}
      {...chosen}
      {...(outcomeError === undefined ? {} : { outcomeError })}
      {...(methodError === undefined ? {} : { methodError })}
      {...(form.has('method') ? { method: form.get('method') ?? '' } : {})}
      places={await readReturnPlaces(ctx, quoted.decision.lines)}
      {...(notice === undefined ? {} : { notice: notice.sentence })}
    />
  )
  return visit.show(page, notice?.status ?? ((outcomeError ?? methodError) === undefined ? 200 : 422))
}

/**
 * Whether something that the decision hangs on was not asked yet, or a question has no answer. Photos are asked for once: who
 * has none sends the request without, and a person looks at it.
 */
export function stillAsked(
  entries: readonly LineEntry[],
  needs: readonly EvidenceNeeds[],
): 'more' | 'answer_each' | null {
  const open = entries
    .filter(({ picked }) => picked)
    .flatMap(({ answers = {}, photos = [], asked = [] }, place) => {
      const own = needs[place] ?? { photos: 0, questions: [] }
      const unanswered = own.questions.filter(({ id }) => answers[id] === undefined)
      const lacksPhotos = photos.length < own.photos && !asked.includes('photos')
      return [
        ...unanswered.map(({ id }) => (asked.includes(id) ? ('answer_each' as const) : ('more' as const))),
        ...(lacksPhotos ? (['more'] as const) : []),
      ]
    })
  return open.includes('more') ? 'more' : (open[0] ?? null)
}

type MixOf = {
  readonly visited: OrderToken
  readonly entries: readonly LineEntry[]
  readonly lines: readonly RequestedLine[]
  readonly isAsked: boolean
  readonly fallback: ExchangeFallback | undefined
}

/** What an outcome for each line comes to; null where nobody asked, or goods are still to be chosen. */
async function quoteMix(
  { ctx }: Visit,
  { visited, entries, lines, isAsked, fallback }: MixOf,
): Promise<{ readonly mix: Mix; readonly quote: Quote } | { readonly error: RequestError } | null> {
  if (!isAsked) return null
  const mix = mixOf(entries, lines)
  const chosen = fallback === undefined ? {} : { fallback }
  const quoted = await quoteReturn(ctx, { orderGid: visited.order, ...mix, ...chosen })
  if (!quoted.ok) return quoted.error.kind === 'exchange_not_possible' ? null : { error: quoted.error }
  const [quote] = quoted.value.quotes
  return quote === undefined ? null : { mix, quote }
}

/** What she chose so far; who asks what an exchange or a mix comes to has chosen it. */
function chosenIn(form: Visit['form']): { readonly chosen?: string } {
  if (form.has('show')) return { chosen: form.get('show') === mixed ? mixed : 'exchange' }
  return form.has('outcome') ? { chosen: form.get('outcome') ?? '' } : {}
}

type Refused = {
  readonly token: string
  readonly visited: OrderToken
  readonly entries: readonly LineEntry[]
  readonly error: RequestError
  readonly step: 'review' | 'submit' | 'mix'
}

/** The answer to a request that cannot be quoted or made: at the line it is about, with everything typed kept. */
export async function refuseRequest(
  visit: Visit,
  { token, visited, entries, error, step }: Refused,
): Promise<Response> {
  const { t } = visit.frame.text
  switch (error.kind) {
    case 'not_found':
      return showMiss(visit)
    case 'nothing_selected':
      return showItems(visit, { token, visited, entries, notice: t('order.nothing_selected') })
    case 'invalid_lines': {
      const errors = new Map(error.lines.map(({ lineId, ...problem }: LineProblem) => [lineId, problem]))
      const isForeign = error.lines.some((line) => line.problem === 'unknown_line')
      const notice = isForeign ? { notice: t('order.foreign_line') } : {}
      return showItems(visit, { token, visited, entries, errors, ...notice })
    }
    case 'outcome_not_offered':
      // While quoting it means that the chosen lines have no outcome in common.
      if (step !== 'submit')
        return showItems(visit, { token, visited, entries, notice: t('order.no_common_outcome') })
      return showQuotes(visit, { token, visited, entries, outcomeError: t('review.outcome_gone') })
    case 'method_not_offered':
      return showQuotes(visit, { token, visited, entries, methodError: t('review.method_gone') })
    case 'exchange_not_possible':
    case 'exchange_not_seen': {
      const isNews = error.kind === 'exchange_not_seen'
      const sentence = t(isNews ? 'exchange.check' : 'exchange.choose_each')
      return showQuotes(visit, { token, visited, entries, outcomeError: sentence })
    }
    case 'shopify_unreachable':
      return visit.show(
        <RetryPage frame={visit.frame} step={step === 'mix' ? 'review' : step} form={visit.form} />,
        424,
      )
    default:
      return assertNever(error)
  }
}
