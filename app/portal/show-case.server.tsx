import { readCaseToken } from '#app/case-link.server.ts'
import { getCaseForShopper, type ShopperCaseView } from '#app/use-cases/get-case-for-shopper.server.ts'
import { replyToCase } from '#app/use-cases/reply-to-case.server.ts'
import { textError } from './ask.server.tsx'
import { takeCaseMessage } from './case-limits.server.ts'
import { CasePage } from './case-page.tsx'
import type { TypedReply } from './case-thread.tsx'
import { contactChannels } from './contact-channels.ts'
import { tooMany } from './find-order.server.tsx'
import { takeGuess } from './lookup-limits.server.ts'
import { StatusGonePage } from './status-page.tsx'
import { namesNoLanguage, type Visit } from './visit.server.tsx'

/** One case, for whoever holds its link. A link that is none is counted. */
export async function showCase(visit: Visit, token: string): Promise<Response> {
  const view = await findView(visit, token)
  if (view === null) return gone(visit)
  // A link from a message names no language: the page speaks the one that was written in.
  if (namesNoLanguage(visit, view.locale))
    return visit.goTo(visit.frame.to(`case/${token}`, { locale: view.locale }))
  return answer(visit, { token, view })
}

/** What the shopper writes in a case. Sent twice it is one message. */
export async function postCase(visit: Visit, token: string): Promise<Response> {
  const view = await findView(visit, token)
  if (view === null) return gone(visit)
  const replied = await replyIn(visit, { view, returnId: null })
  return replied === null
    ? visit.goTo(visit.frame.to(`case/${token}`))
    : answer(visit, { token, view, typed: replied }, replied.status)
}

type Refused = TypedReply & { readonly status: number }

/** Adds a posted reply to its case; null when it stands, else what was typed and what is wrong. */
export async function replyIn(
  visit: Visit,
  { view, returnId }: { readonly view: ShopperCaseView; readonly returnId: ShopperCaseView['returnId'] },
): Promise<Refused | null> {
  const { ctx, form, frame, proxy } = visit
  const { t } = frame.text
  const text = form.get('text') ?? ''
  const key = form.get('key') ?? ''
  const refused = (error: string, status: number): Refused => ({ caseId: view.id, text, error, status })
  const wrong = textError(visit, text)
  if (wrong !== undefined) return refused(wrong, 422)
  if (!/^[0-9a-f-]{36}$/.test(key)) return refused(t('withdraw.again'), 409)
  const seconds = await takeCaseMessage(proxy.shop, view.id)
  if (seconds > 0) return refused(t('start.too_many', { count: Math.ceil(seconds / 60) }), 429)
  const replied = await replyToCase(ctx, { caseId: view.id, returnId, text, submissionKey: key })
  return replied.ok ? null : refused(t('case.closed_error'), 409)
}

async function findView({ ctx, scope, now }: Visit, token: string): Promise<ShopperCaseView | null> {
  const caseId = readCaseToken(scope, token, now)
  return caseId === null ? null : getCaseForShopper(ctx, { caseId })
}

function answer(
  visit: Visit,
  shown: { readonly token: string; readonly view: ShopperCaseView; readonly typed?: TypedReply },
  status = 200,
): Response {
  const channels = contactChannels(visit.ctx.settings)
  return visit.show(<CasePage frame={visit.frame} channels={channels} {...shown} />, status)
}

async function gone(visit: Visit): Promise<Response> {
  const wait = await takeGuess(visit.proxy.shop, visit.proxy.clientNetwork)
  return wait > 0 ? tooMany(visit, wait) : visit.show(<StatusGonePage frame={visit.frame} />, 404)
}
