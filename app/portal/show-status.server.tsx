import { readStatusToken } from '#app/status-link.server.ts'
import { addTracking, type AddTrackingError } from '#app/use-cases/add-tracking.server.ts'
import { cancelReturn } from '#app/use-cases/cancel-return.server.ts'
import { getReturnForShopper, type ShopperReturnView } from '#app/use-cases/get-return-for-shopper.server.ts'
import { takeCaseMessage } from './case-limits.server.ts'
import { contactChannels } from './contact-channels.ts'
import { tooMany } from './find-order.server.tsx'
import { takeGuess } from './lookup-limits.server.ts'
import { replyIn } from './show-case.server.tsx'
import { CancelPage, type RefusedPost } from './status-actions.tsx'
import { StatusGonePage, StatusPage } from './status-page.tsx'
import { namesNoLanguage, type Visit } from './visit.server.tsx'

/** Where one return stands, for whoever holds its link. Reading changes nothing; a link that is none is counted. */
export async function showStatus(visit: Visit, token: string): Promise<Response> {
  const view = await findView(visit, token)
  if (view === null) return gone(visit)
  // A link from a message names no language: the page speaks the one that the return was asked for in.
  if (namesNoLanguage(visit, view.locale))
    return visit.goTo(visit.frame.to(`status/${token}`, { locale: view.locale }))
  return answer(visit, { token, view })
}

/**
 * What the shopper does on the page of her return: says how the parcel goes back, answers, cancels. The link is the proof;
 * whoever does not hold it cannot make a browser post to it. Everything may be sent twice.
 */
export async function postStatus(visit: Visit, token: string): Promise<Response> {
  const { ctx, form, frame, proxy } = visit
  const { t } = frame.text
  const view = await findView(visit, token)
  if (view === null) return gone(visit)
  const shown = { token, view }
  const stay = visit.frame.to(`status/${token}`)
  switch (form.get('do')) {
    case 'track': {
      const typed = { carrier: form.get('carrier') ?? '', code: form.get('code') ?? '' }
      const seconds = await takeCaseMessage(proxy.shop, view.returnId)
      if (seconds > 0)
        return answer(visit, shown, {
          status: 429,
          notice: t('start.too_many', { count: Math.ceil(seconds / 60) }),
          tracking: { ...typed, errors: {} },
        })
      const added = await addTracking(ctx, { returnId: view.returnId, ...typed })
      return added.ok ? visit.goTo(stay) : answer(visit, shown, trackingRefused(visit, typed, added.error))
    }
    case 'reply': {
      const one = view.cases.find(({ id }) => id === form.get('case'))
      if (one === undefined) return answer(visit, shown, { status: 422, notice: t('case.closed_error') })
      const { returnId } = view
      const refused = await replyIn(visit, { view: one, returnId })
      if (refused === null) return visit.goTo(stay)
      return answer(visit, shown, { status: refused.status, reply: refused })
    }
    case 'cancel':
      if (view.may.cancel) return visit.show(<CancelPage frame={frame} {...shown} />)
      return view.status === 'cancelled'
        ? visit.goTo(stay)
        : answer(visit, shown, { status: 409, notice: t('status.cancel.late') })
    case 'cancel_now': {
      const cancelled = view.status === 'cancelled' || (await cancelReturn(ctx, view)).ok
      if (cancelled) return visit.goTo(stay)
      // It may have been cancelled, or the parcel scanned, a moment ago.
      const now = (await findView(visit, token)) ?? view
      if (now.status === 'cancelled') return visit.goTo(stay)
      return answer(visit, { token, view: now }, { status: 409, notice: t('status.cancel.late') })
    }
    default:
      return answer(visit, shown, { status: 422, notice: t('withdraw.again') })
  }
}

function trackingRefused(
  { frame }: Visit,
  typed: { readonly carrier: string; readonly code: string },
  error: AddTrackingError,
): RefusedPost & { readonly status: number } {
  const { t } = frame.text
  if (error.kind === 'invalid') {
    const isWrong = (field: 'carrier' | 'code') => error.fields.includes(field)
    const errors = {
      carrier: isWrong('carrier') ? t('status.tracking.carrier_invalid') : undefined,
      code: isWrong('code') ? t('status.tracking.code_invalid') : undefined,
    }
    return { status: 422, tracking: { ...typed, errors } }
  }
  const key = error.kind === 'too_often' ? 'status.tracking.too_often' : 'status.tracking.closed'
  return { status: 409, notice: t(key) }
}

async function findView({ ctx, scope, now }: Visit, token: string): Promise<ShopperReturnView | null> {
  const returnId = readStatusToken(scope, token, now)
  return returnId === null ? null : getReturnForShopper(ctx, { returnId })
}

function answer(
  { ctx, frame, show }: Visit,
  shown: { readonly token: string; readonly view: ShopperReturnView },
  refused?: RefusedPost & { readonly status: number },
): Response {
  const page = (
    <StatusPage
      frame={frame}
      instructions={ctx.settings.portal.instructions}
      channels={contactChannels(ctx.settings)}
      {...shown}
      {...(refused === undefined ? {} : { refused })}
    />
  )
  return show(page, refused?.status ?? 200)
}

async function gone(visit: Visit): Promise<Response> {
  const wait = await takeGuess(visit.proxy.shop, visit.proxy.clientNetwork)
  return wait > 0 ? tooMany(visit, wait) : visit.show(<StatusGonePage frame={visit.frame} />, 404)
}
