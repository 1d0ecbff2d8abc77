import { setTimeout as sleep } from 'node:timers/promises'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { log } from '#app/log.server.ts'
import { identifyGuest } from '#app/use-cases/identify-guest.server.ts'
import { CodePage } from './code-page.tsx'
import { makeCodeToken } from './code-token.server.ts'
import { readLineEntries } from './line-entries.ts'
import { forgiveLookup, isGuessing, type LookupAttempt, takeLookup } from './lookup-limits.server.ts'
import { type LookupErrors, LookupPage } from './lookup-page.tsx'
import { openVisitedOrder } from './open-visited-order.server.tsx'
import type { PortalText } from './portal-text.ts'
import { RetryPage } from './retry-page.tsx'
import { showMiss } from './show-items.server.tsx'
import type { Visit } from './visit.server.tsx'

/**
 * Every lookup takes at least this long, and longer ones a whole number of beats more: how long the answer took then says
 * nothing about whether the order exists or the e-mail was wrong. Both ask Shopify the same anyway.
 */
const shortestMs = 200
const beatMs = 50

/** Finds the order that a guest asks for. Wrong and absent get one answer after one time; attempts are counted. */
export async function findOrder(visit: Visit): Promise<Response> {
  return inBeats(() => lookUp(visit))
}

/** Answers after `shortestMs`, or on a later beat. */
export async function inBeats<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const began = performance.now()
  const answer = await work()
  const elapsed = performance.now() - began
  await sleep(Math.max(shortestMs, Math.ceil(elapsed / beatMs) * beatMs) - elapsed)
  return answer
}

async function lookUp(visit: Visit): Promise<Response> {
  const { ctx, form, frame, proxy, scope } = visit
  const typed = { orderNumber: form.get('order_number'), proof: form.get('proof') }
  const { orderNumber, proof } = { orderNumber: cleaned(typed.orderNumber), proof: cleaned(typed.proof) }
  const errors = lookupErrors({ orderNumber, proof }, frame.text)
  if (Object.keys(errors).length > 0) {
    const page = (
      <LookupPage
        frame={frame}
        typed={{ orderNumber, proof }}
        errors={errors}
        kept={readLineEntries(form)}
        invalid
      />
    )
    return visit.show(page, 422)
  }
  const attempt = attemptOf(proxy.shop, proxy.clientNetwork, { orderNumber, proof })
  const wait = await takeLookup(attempt)
  if (wait > 0) {
    await tellOfGuessing(ctx)
    return tooMany(visit, wait)
  }
  if ((form.get('website') ?? '') !== '') return showMiss(visit)
  const found = await identifyGuest(ctx, { orderName: orderNumber, proof, locale: frame.text.locale })
  if (!found.ok) {
    if (found.error.kind === 'shopify_unreachable')
      return visit.show(<RetryPage frame={frame} step="order" form={form} />, 424)
    return found.error.kind === 'too_old' ? tooOld(visit) : showMiss(visit)
  }
  if (found.value.kind === 'code') {
    const token = makeCodeToken(scope, found.value.codeId, visit.now)
    const kept = readLineEntries(form)
    if (kept.length > 0) return visit.show(<CodePage frame={frame} token={token} kept={kept} />)
    return visit.goTo(frame.to('code', { c: token }))
  }
  // Not waited for: a right answer takes no longer than a wrong one.
  void forgiveLookup(attempt)
  return openVisitedOrder(visit, { order: found.value.orderGid, customer: null })
}

/** The shop's log and the operator's say once an hour that somebody seems to try out orders. */
export async function tellOfGuessing({ shop, actor, now }: ShopContext): Promise<void> {
  if (!(await isGuessing(shop))) return
  log.error({ shop }, 'Somebody tries out orders: lookups are refused')
  await withShop(shop, (tx) =>
    appendAudit(tx, { shop, actor, at: now(), event: { kind: 'lookups_refused' } }),
  )
}

/** Full-width digits become plain ones and characters that nobody sees go away: pasted numbers often carry them. */
export function cleaned(typed: string | undefined): string {
  return (typed ?? '')
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
}

/** What an attempt is counted by. */
export function attemptOf(
  shop: ShopDomain,
  network: string,
  { orderNumber, proof }: { readonly orderNumber: string; readonly proof: string },
): LookupAttempt {
  return {
    shop,
    network,
    orderNumber: orderNumber.replace(/^#+/, '').trim().toUpperCase(),
    proof: proof.replace(/\s/g, '').toUpperCase(),
  }
}

const isPlainText = (value: string): boolean => !/\p{Cc}/u.test(value)
const isProof = (proof: string): boolean =>
  proof.length <= 320 && isPlainText(proof) && (!proof.includes('@') || /^[^@\s]+@[^@\s]+$/.test(proof))

/** Whether this can be an order number and a proof at all. */
export function isLookup({ orderNumber, proof }: { orderNumber: string; proof: string }): boolean {
  const isNumber = orderNumber !== '' && orderNumber.length <= 60 && isPlainText(orderNumber)
  return isNumber && proof !== '' && isProof(proof)
}

function lookupErrors(
  { orderNumber, proof }: { orderNumber: string; proof: string },
  { t }: PortalText,
): LookupErrors {
  return {
    ...(orderNumber === '' ? { orderNumber: t('start.order_number_missing') } : {}),
    ...(orderNumber.length > 60 || !isPlainText(orderNumber)
      ? { orderNumber: t('start.order_number_long') }
      : {}),
    ...(proof === ''
      ? { proof: t('start.proof_missing') }
      : isProof(proof)
        ? {}
        : { proof: t('start.proof_invalid') }),
  }
}

/** The same for right and wrong attempts, so that the limit is no answer either. */
export function tooMany({ frame, form, show }: Visit, seconds: number): Response {
  const sentence = frame.text.t('start.too_many', { count: Math.ceil(seconds / 60) })
  const typed = { orderNumber: form.get('order_number') ?? '', proof: form.get('proof') ?? '' }
  const page = <LookupPage frame={frame} typed={typed} notice={{ kind: 'error', sentence }} invalid />
  return show(page, 429, { 'Retry-After': String(seconds) })
}

function tooOld({ frame, show }: Visit): Response {
  const { text, contactEmail } = frame
  const sentence =
    contactEmail === null ? text.t('start.too_old') : text.t('start.too_old_contact', { email: contactEmail })
  return show(<LookupPage frame={frame} notice={{ kind: 'info', sentence }} invalid />)
}
