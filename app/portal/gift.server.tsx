import { judgeGift } from '#app/use-cases/gift-return.server.ts'
import { openGiftCode } from '#app/use-cases/gift-codes.server.ts'
import { removePhoto } from '#app/use-cases/remove-photo.server.ts'
import { orderOfGift } from '#app/use-cases/gift-return.server.ts'
import { changeEntries, changesEntries } from './change-entries.ts'
import { inBeats, tellOfGuessing } from './find-order.server.tsx'
import { GiftItemsPage } from './gift-items-page.tsx'
import { makeGiftToken } from './gift-token.server.ts'
import { askForCode, giftAddresses, type GiftVisit, visitedGift } from './gift-visit.server.tsx'
import { keepFiles, type PhotoErrors } from './keep-files.server.ts'
import { writtenLines, type LineEntry, type LineErrors, readLineEntries } from './line-entries.ts'
import { forgiveGiftTry, takeGiftTry } from './lookup-limits.server.ts'
import { GonePage } from './portal-page.tsx'
import { RetryPage } from './retry-page.tsx'
import type { Visit } from './visit.server.tsx'

/** The page of a gift: its code, or with a visit's token what can be given back. */
export async function showGift(visit: Visit): Promise<Response> {
  if (visit.ctx.settings.portal.giftReturns === 'off') return switchedOff(visit)
  const token = visit.proxy.params.t
  if (token === undefined) return askForCode(visit)
  const visited = visitedGift(visit, token)
  return visited.ok ? showGiftItems(visit, visited.value) : visited.error
}

/** A typed code, or the items as they were chosen, to change them. */
export async function postGift(visit: Visit): Promise<Response> {
  if (visit.ctx.settings.portal.giftReturns === 'off') return switchedOff(visit)
  const token = visit.form.get('t')
  if (token === undefined) return inBeats(() => openTyped(visit))
  const visited = visitedGift(visit, token)
  if (!visited.ok) return visited.error
  const kept = await keepGiftFiles(visit, visited.value)
  if (kept === null) return codeGone(visit)
  const { form } = kept.visit
  const drop = form.get('drop')
  if (drop !== undefined) await removePhoto(visit.ctx, { orderGid: kept.orderGid, id: drop })
  return showGiftItems(kept.visit, visited.value, {
    entries: changeEntries(readLineEntries(form), form),
    photoErrors: kept.errors,
    inPlace: changesEntries(form),
    ...(kept.errors.size > 0 ? { status: kept.status } : {}),
  })
}

/** Right, wrong, ended and revoked codes take the same time and the same reads; wrong ones get one answer. */
async function openTyped(visit: Visit): Promise<Response> {
  const { ctx, form, frame, proxy, scope, now } = visit
  const { t } = frame.text
  const typed = (form.get('code') ?? '').trim()
  if (typed === '') return askForCode(visit, { error: t('gift.code_missing'), status: 422 })
  const wait = await takeGiftTry(proxy.shop, proxy.clientNetwork)
  if (wait > 0) {
    await tellOfGuessing(ctx)
    const tooMany = askForCode(visit, {
      notice: t('start.too_many', { count: Math.ceil(wait / 60) }),
      status: 429,
    })
    tooMany.headers.set('Retry-After', String(wait))
    return tooMany
  }
  const opened = await openGiftCode(ctx, typed)
  const isRobot = (form.get('website') ?? '') !== ''
  if (!opened.ok || isRobot) return askForCode(visit, { error: t('gift.not_found'), status: 422 })
  // Not waited for: a right answer takes no longer than a wrong one.
  void forgiveGiftTry(proxy.shop, proxy.clientNetwork)
  return visit.goTo(giftAddresses(visit)('gift', { t: makeGiftToken(scope, opened.value.codeId, now) }))
}

type ItemsOf = {
  readonly entries?: readonly LineEntry[]
  readonly errors?: LineErrors
  readonly photoErrors?: PhotoErrors
  readonly notice?: string
  readonly request?: string
  readonly inPlace?: boolean
  readonly status?: number
}

/** Judges the gift anew and shows its items, with what was typed and what is wrong with it. */
export async function showGiftItems(
  visit: Visit,
  { token, gift }: GiftVisit,
  items: ItemsOf = {},
): Promise<Response> {
  const { ctx, frame, form } = visit
  const { entries = [], errors = new Map(), photoErrors = new Map(), notice, request } = items
  const judged = await judgeGift(ctx, {
    codeId: gift.gift,
    written: writtenLines(entries),
  })
  if (!judged.ok && judged.error.kind === 'shopify_unreachable')
    return visit.show(<RetryPage frame={frame} step="gift" form={new Map([...form, ['t', token]])} />, 424)
  if (!judged.ok) return codeGone(visit)
  const isWrong = notice !== undefined || errors.size > 0 || photoErrors.size > 0
  const page = (
    <GiftItemsPage
      frame={frame}
      token={token}
      to={giftAddresses(visit)}
      {...judged.value}
      entries={entries}
      errors={errors}
      photoErrors={photoErrors}
      inPlace={isWrong || request !== undefined || items.inPlace === true}
      {...(notice === undefined ? {} : { notice })}
      {...(request === undefined ? {} : { request })}
    />
  )
  return visit.show(page, items.status ?? (isWrong ? 422 : 200))
}

/** The photos that came along with a form, kept; null where the code is not good any more. */
export async function keepGiftFiles(visit: Visit, { gift }: GiftVisit) {
  const orderGid = await orderOfGift(visit.ctx, gift.gift)
  return orderGid === null ? null : { ...(await keepFiles(visit, { order: orderGid })), orderGid }
}

/** The code ended, was revoked, or its order is gone, while somebody was choosing. */
export function codeGone(visit: Visit): Response {
  return askForCode(visit, { notice: visit.frame.text.t('gift.not_found'), status: 410 })
}

/** The one answer where the shop takes no gifts back. */
export function switchedOff({ frame, show }: Visit): Response {
  const { t } = frame.text
  const page = (
    <GonePage frame={frame} title={t('gift.title')} sentence={t('gift.off')} url={frame.to('gift')} />
  )
  return show(page, 404)
}
