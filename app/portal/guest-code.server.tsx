import { resendGuestCode, verifyGuestCode } from '#app/use-cases/identify-guest.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { CodePage, type CodePageProps } from './code-page.tsx'
import { readCodeToken } from './code-token.server.ts'
import { tooMany } from './find-order.server.tsx'
import { readLineEntries } from './line-entries.ts'
import { takeCodeTry } from './lookup-limits.server.ts'
import { LookupPage } from './lookup-page.tsx'
import { openVisitedOrder } from './open-visited-order.server.tsx'
import type { Visit } from './visit.server.tsx'

/** The page that waits for the code; reading it changes nothing. */
export function showCode(visit: Visit): Promise<Response> {
  const token = visit.proxy.params.c ?? ''
  if (readCodeToken(visit.scope, token, visit.now) === null) return Promise.resolve(ended(visit))
  return Promise.resolve(show(visit, { token }))
}

/** Checks a typed code, or mails a new one. What it says does not tell whether there is such an order. */
export async function postCode(visit: Visit): Promise<Response> {
  const { ctx, form, frame, proxy, scope, now } = visit
  const { t } = frame.text
  const token = form.get('c') ?? ''
  const codeId = readCodeToken(scope, token, now)
  if (codeId === null) return ended(visit)
  const wait = await takeCodeTry(proxy.shop, proxy.clientNetwork)
  if (wait > 0) return tooMany(visit, wait)
  if (form.has('again')) {
    const isSent = await resendGuestCode(ctx, codeId)
    const notice = isSent
      ? ({ kind: 'good', sentence: t('code.sent') } as const)
      : ({ kind: 'info', sentence: t('code.wait') } as const)
    return show(visit, { token, notice })
  }
  const code = form.get('code') ?? ''
  if (!/\d/.test(code.normalize('NFKC'))) return show(visit, { token, error: t('code.missing') }, 422)
  const verified = await verifyGuestCode(ctx, { codeId, code })
  if (verified.ok) return openOrder(visit, verified.value)
  const { error } = verified
  const sentence = error.kind === 'wrong' ? t('code.wrong', { count: error.left }) : t('code.spent')
  return show(visit, { token, error: sentence }, 422)
}

function openOrder(visit: Visit, order: OrderGid): Promise<Response> {
  return openVisitedOrder(visit, { order, customer: null })
}

function show(
  { frame, form, show }: Visit,
  props: Omit<CodePageProps, 'frame' | 'kept'>,
  status = 200,
): Response {
  return show(<CodePage frame={frame} kept={readLineEntries(form)} {...props} />, status)
}

function ended({ frame, form, show }: Visit): Response {
  const notice = { kind: 'error', sentence: frame.text.t('code.gone') } as const
  return show(<LookupPage frame={frame} kept={readLineEntries(form)} notice={notice} invalid />, 403)
}
