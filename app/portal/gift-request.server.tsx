import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import { makeStatusToken } from '#app/status-link.server.ts'
import {
  type GiftContactField,
  quoteGift,
  requestGiftReturn,
  type RequestGiftReturnError,
} from '#app/use-cases/gift-return.server.ts'
import type { LineProblem } from '#app/use-cases/quote-return.server.ts'
import { codeGone, keepGiftFiles, showGiftItems, switchedOff } from './gift.server.tsx'
import { GiftReviewPage, type TypedGift } from './gift-review-page.tsx'
import { giftAddresses, type GiftVisit, visitedGift } from './gift-visit.server.tsx'
import { type LineEntry, readLineEntries, requestedLines } from './line-entries.ts'
import { RetryPage } from './retry-page.tsx'
import { isFromRobot } from './robot.ts'
import { stillAsked } from './show-quotes.server.tsx'
import type { Visit } from './visit.server.tsx'

/** What there is instead of the chosen items. Nothing but photos is kept: the next step sends the items again. */
export async function postGiftReview(visit: Visit): Promise<Response> {
  if (visit.ctx.settings.portal.giftReturns === 'off') return switchedOff(visit)
  const visited = visitedGift(visit, visit.form.get('t') ?? '')
  if (!visited.ok) return visited.error
  const kept = await keepGiftFiles(visit, visited.value)
  if (kept === null) return codeGone(visit)
  const entries = readLineEntries(kept.visit.form)
  if (kept.errors.size > 0)
    return showGiftItems(kept.visit, visited.value, {
      entries,
      photoErrors: kept.errors,
      status: kept.status,
    })
  return showReview(kept.visit, visited.value, { entries })
}

type Review = {
  readonly entries: readonly LineEntry[]
  readonly outcomeError?: string
  readonly contactErrors?: readonly GiftContactField[]
  readonly notice?: { readonly sentence: string; readonly status: number }
}

async function showReview(visit: Visit, gift: GiftVisit, review: Review): Promise<Response> {
  const { ctx, frame, form } = visit
  const { entries, notice, ...problems } = review
  const { lines, errors } = requestedLines(entries)
  if (errors.size > 0) return showGiftItems(visit, gift, { entries, errors })
  const fallback = ExchangeFallback.safeParse(form.get('fallback')).data
  const asked = { codeId: gift.gift.gift, customerGid: gift.customer, lines }
  const quoted = await quoteGift(ctx, { ...asked, ...(fallback === undefined ? {} : { fallback }) })
  if (!quoted.ok) return refuse(visit, gift, { entries, error: quoted.error, step: 'gift/review' })
  const open = stillAsked(entries, quoted.value.needs)
  if (open === 'answer_each')
    return showGiftItems(visit, gift, { entries, notice: frame.text.t('evidence.answer_each') })
  if (open === 'more') return showGiftItems(visit, gift, { entries, request: frame.text.t('evidence.more') })
  const { giftReturns, answerDays } = ctx.settings.portal
  const page = (
    <GiftReviewPage
      frame={frame}
      token={gift.token}
      to={giftAddresses(visit)}
      {...quoted.value}
      entries={entries}
      typed={typedIn(form)}
      maySignIn={giftReturns === 'exchange_or_credit' && gift.customer === null}
      answerDays={answerDays}
      {...problems}
      {...(notice === undefined ? {} : { notice: notice.sentence })}
    />
  )
  const isWrong = problems.outcomeError !== undefined || (problems.contactErrors ?? []).length > 0
  return visit.show(page, notice?.status ?? (isWrong ? 422 : 200))
}

function typedIn(form: Visit['form']): TypedGift {
  const typed = (name: string) => form.get(name) ?? ''
  return {
    outcome: typed('outcome'),
    fallback: typed('fallback'),
    method: typed('method'),
    email: typed('email'),
    address: typed('address'),
  }
}

/** Makes the return and leads to its status page. The token's nonce is the key of the submission: sent twice it is one return. */
export async function postGiftSubmit(visit: Visit): Promise<Response> {
  const { ctx, form, frame, scope, now } = visit
  const { t, locale } = frame.text
  if (ctx.settings.portal.giftReturns === 'off') return switchedOff(visit)
  const visited = visitedGift(visit, form.get('t') ?? '')
  if (!visited.ok) return visited.error
  const { gift, customer } = visited.value
  const entries = readLineEntries(form)
  if (isFromRobot(form, gift, now))
    return showReview(visit, visited.value, {
      entries,
      notice: { sentence: t('review.too_fast'), status: 429 },
    })
  const { lines, errors } = requestedLines(entries)
  if (errors.size > 0) return showGiftItems(visit, visited.value, { entries, errors })
  const outcome = Outcome.safeParse(form.get('outcome'))
  if (!outcome.success)
    return showReview(visit, visited.value, { entries, outcomeError: t('review.outcome_missing') })
  const fallback = ExchangeFallback.safeParse(form.get('fallback')).data
  const method = ReturnMethod.safeParse(form.get('method')).data
  const made = await requestGiftReturn(ctx, {
    codeId: gift.gift,
    customerGid: customer,
    submissionKey: gift.nonce,
    lines,
    outcome: outcome.data,
    locale,
    email: form.get('email') ?? '',
    address: form.get('address') ?? '',
    ...(fallback === undefined ? {} : { fallback }),
    ...(method === undefined ? {} : { returnMethod: method }),
  })
  if (!made.ok) return refuse(visit, visited.value, { entries, error: made.error, step: 'gift/submit' })
  return visit.goTo(frame.to(`status/${makeStatusToken(scope, made.value.returnId, now)}`))
}

/** The answer to what cannot be quoted or asked for: at the item or field it is about, with everything typed kept. */
async function refuse(
  visit: Visit,
  gift: GiftVisit,
  refused: {
    readonly entries: readonly LineEntry[]
    readonly error: RequestGiftReturnError
    readonly step: 'gift/review' | 'gift/submit'
  },
): Promise<Response> {
  const { entries, error, step } = refused
  const { t } = visit.frame.text
  switch (error.kind) {
    case 'not_found':
      return codeGone(visit)
    case 'nothing_selected':
      return showGiftItems(visit, gift, { entries, notice: t('order.nothing_selected') })
    case 'invalid_lines': {
      const errors = new Map(error.lines.map(({ lineId, ...problem }: LineProblem) => [lineId, problem]))
      const isForeign = error.lines.some(({ problem }) => problem === 'unknown_line')
      const notice = isForeign ? { notice: t('gift.not_possible') } : {}
      return showGiftItems(visit, gift, { entries, errors, ...notice })
    }
    case 'invalid_contact':
      return showReview(visit, gift, { entries, contactErrors: error.fields })
    case 'outcome_not_offered':
    case 'method_not_offered':
      if (step === 'gift/review')
        return showGiftItems(visit, gift, { entries, notice: t('gift.nothing_offered') })
      return showReview(visit, gift, { entries, outcomeError: t('gift.gone') })
    case 'exchange_not_possible':
    case 'exchange_not_seen': {
      const outcomeError = t('exchange.choose_each')
      if (step === 'gift/review') return showGiftItems(visit, gift, { entries, notice: outcomeError })
      return showReview(visit, gift, { entries, outcomeError })
    }
    case 'shopify_unreachable':
      return visit.show(<RetryPage frame={visit.frame} step={step} form={visit.form} />, 424)
  }
}
