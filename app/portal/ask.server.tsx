import { makeCaseToken } from '#app/case-link.server.ts'
import { namesForShopper } from '#app/domain/gift.ts'
import { longestCaseText } from '#app/domain/case.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { makeStatusToken } from '#app/status-link.server.ts'
import { judgeOrder } from '#app/use-cases/judge-order.server.ts'
import { openCase } from '#app/use-cases/open-case.server.ts'
import { AskPage, type AskKind, type AskLine, type AskPageProps } from './ask-page.tsx'
import { takeCaseMessage } from './case-limits.server.ts'
import { type CaseSubject, caseSubject } from './case-subject.server.tsx'
import { RetryPage } from './retry-page.tsx'
import { showMiss } from './show-items.server.tsx'
import type { Visit } from './visit.server.tsx'

type Handlers = { readonly GET: Handler; readonly POST: Handler }
type Handler = (visit: Visit) => Promise<Response>

/** The page on which a shopper writes to staff about an order or a return, and its answer. */
export function askHandlers(kind: AskKind): Handlers {
  return {
    GET: async (visit) => {
      const token = visit.proxy.params.t ?? ''
      const subject = await caseSubject(visit, token)
      const { line = '', reason = '' } = visit.proxy.params
      const asking = { kind, token, line, reason }
      return subject.ok ? showAsk(visit, { ...asking, subject: subject.value }) : subject.error
    },
    POST: (visit) => postAsk(visit, kind),
  }
}

type Asking = {
  readonly kind: AskKind
  readonly token: string
  readonly subject: CaseSubject
  /** Of a request for an exception: the line at which it began, and the reason chosen for it; empty where there is none. */
  readonly line: string
  readonly reason: string
}
type Again = Pick<AskPageProps, 'typed' | 'errors' | 'notice'> & { readonly status: number }

async function showAsk(visit: Visit, asking: Asking, again?: Again): Promise<Response> {
  const { kind, token, subject } = asking
  const known = await knownOf(visit, asking)
  if (!known.ok) return known.error
  // What cannot be contested yet, or by nobody who holds this link.
  if (kind === 'contest' && (subject.kind === 'order' || subject.record.receivedItems.length === 0))
    return showMiss(visit)
  const { status, ...typed } = again ?? { status: 200 }
  const page = (
    <AskPage
      frame={visit.frame}
      kind={kind}
      token={token}
      begunAt={asking.line}
      reason={asking.reason}
      {...known.value}
      {...typed}
    />
  )
  return visit.show(page, status)
}

type Known = Pick<AskPageProps, 'orderName' | 'lines' | 'needsEmail'>

async function knownOf(
  visit: Visit,
  { kind, subject, line: begunAt, reason }: Asking,
): Promise<{ readonly ok: true; readonly value: Known } | { readonly ok: false; readonly error: Response }> {
  const { ctx, frame, form } = visit
  if (subject.kind === 'return') {
    const { record } = subject
    const lines: AskLine[] = record.lines.map((line) => ({
      id: line.id,
      title: line.title,
      detail: line.variantTitle ?? '',
      imageUrl: line.imageUrl,
      why: [],
    }))
    const { orderName } = namesForShopper(record)
    return { ok: true, value: { orderName, lines, needsEmail: record.buyerEmail === null } }
  }
  const written = begunAt === '' ? [] : [{ lineId: begunAt, quantity: 1, reasonHandle: reason }]
  const judged = await judgeOrder(ctx, { orderGid: subject.orderGid, written })
  if (!judged.ok && judged.error.kind === 'shopify_unreachable')
    return { ok: false, error: visit.show(<RetryPage frame={frame} step={kind} form={form} />, 424) }
  if (!judged.ok) return { ok: false, error: showMiss(visit) }
  const { order, decision } = judged.value
  const lines = order.lines.flatMap((line): AskLine[] => {
    const verdict =
      judged.value.asWritten.get(line.id) ?? decision.lines.find(({ lineId }) => lineId === line.id)
    if (kind === 'exception' && verdict?.verdict !== 'deny') return []
    const why = kind === 'exception' ? (verdict?.reasons.map(frame.text.reason) ?? []) : []
    return [{ id: line.id, title: line.title, detail: line.variantTitle ?? '', imageUrl: line.imageUrl, why }]
  })
  return { ok: true, value: { orderName: order.name, lines, needsEmail: order.email === null } }
}

async function postAsk(visit: Visit, kind: AskKind): Promise<Response> {
  const { ctx, form, frame, proxy, scope, now } = visit
  const { t } = frame.text
  const token = form.get('t') ?? ''
  const found = await caseSubject(visit, token)
  if (!found.ok) return found.error
  const subject = found.value
  const asking = { kind, token, subject, line: form.get('about') ?? '', reason: form.get('reason') ?? '' }
  const typed = {
    text: form.get('text') ?? '',
    lineIds: [...form].filter(([name]) => /^line\.\d{1,3}$/.test(name)).map(([, id]) => id),
    email: (form.get('email') ?? '').normalize('NFKC'),
    key: form.get('key') ?? '',
  }
  if (!/^[0-9a-f-]{36}$/.test(typed.key))
    return showAsk(visit, asking, {
      typed: { ...typed, key: crypto.randomUUID() },
      notice: t('withdraw.again'),
      status: 409,
    })
  const errors = {
    text: textError(visit, typed.text),
    email: typed.email === '' || isMailAddress(typed.email) ? undefined : t('withdraw.email_invalid'),
  }
  if (errors.text !== undefined || errors.email !== undefined)
    return showAsk(visit, asking, { typed, errors, status: 422 })
  if ((form.get('website') ?? '') !== '')
    return showAsk(visit, asking, { typed, notice: t('withdraw.too_fast'), status: 429 })
  const of = subject.kind === 'return' ? subject.record.id : subject.orderGid
  const seconds = await takeCaseMessage(proxy.shop, of)
  if (seconds > 0) {
    const notice = t('start.too_many', { count: Math.ceil(seconds / 60) })
    return showAsk(visit, asking, { typed, notice, status: 429 })
  }
  const opened = await openCase(ctx, {
    kind,
    about:
      subject.kind === 'return'
        ? { kind: 'return', returnId: subject.record.id }
        : { kind: 'order', orderGid: subject.orderGid },
    text: typed.text,
    lineIds: typed.lineIds,
    ...(asking.reason === '' ? {} : { reasonHandle: asking.reason }),
    email: typed.email,
    submissionKey: typed.key,
    locale: frame.text.locale,
  })
  if (!opened.ok) return refuse(visit, asking, { typed, kind: opened.error.kind })
  return subject.kind === 'return'
    ? visit.goTo(frame.to(`status/${makeStatusToken(scope, subject.record.id, now)}`))
    : visit.goTo(frame.to(`case/${makeCaseToken(scope, opened.value.caseId, now)}`))
}

/** What is wrong with a text that a shopper wrote to staff; undefined where nothing is. */
export function textError({ frame }: Visit, text: string): string | undefined {
  const { t } = frame.text
  if (text.trim() === '') return t('ask.text_missing')
  return text.length > longestCaseText ? t('ask.text_long', { count: longestCaseText }) : undefined
}

function refuse(
  visit: Visit,
  asking: Asking,
  { typed, kind }: { readonly typed: NonNullable<AskPageProps['typed']>; readonly kind: string },
): Response | Promise<Response> {
  const { frame, form } = visit
  if (kind === 'shopify_unreachable')
    return visit.show(<RetryPage frame={frame} step={asking.kind} form={form} />, 424)
  if (kind === 'foreign_line')
    return showAsk(visit, asking, {
      typed: { ...typed, lineIds: [] },
      errors: { lines: frame.text.t('order.foreign_line') },
      status: 422,
    })
  return showMiss(visit)
}
