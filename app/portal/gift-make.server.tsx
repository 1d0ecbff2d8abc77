import type { GiftedLine } from '#app/domain/gift.ts'
import { assertNever } from '#app/domain/result.ts'
import { readStorefrontUrl } from '#app/shopify/storefront-address.server.ts'
import {
  listGiftCodes,
  makeGiftCode,
  type MakeGiftCodeError,
  revokeGiftCode,
} from '#app/use-cases/gift-codes.server.ts'
import { judgeOrder } from '#app/use-cases/judge-order.server.ts'
import { makeFormToken, readFormToken } from './form-token.server.ts'
import { switchedOff } from './gift.server.tsx'
import { GiftMakePage } from './gift-make-page.tsx'
import type { OrderToken } from './order-token.server.ts'
import { RetryPage } from './retry-page.tsx'
import { showMiss } from './show-items.server.tsx'
import type { Visit } from './visit.server.tsx'
import { visitedOrder } from './visited-order.server.tsx'

/** Where a buyer makes codes for what was given away, sees them again and ends them. */
export async function showGiftMaking(visit: Visit): Promise<Response> {
  if (visit.ctx.settings.portal.giftReturns === 'off') return switchedOff(visit)
  const token = visit.proxy.params.t ?? ''
  const visited = visitedOrder(visit, token)
  return visited.ok ? showPage(visit, { token, visited: visited.value }) : visited.error
}

/** Makes a code, or ends one. Sent twice it is done once. */
export async function postGiftMaking(visit: Visit): Promise<Response> {
  const { ctx, form, frame, scope, now } = visit
  const { t } = frame.text
  if (ctx.settings.portal.giftReturns === 'off') return switchedOff(visit)
  const token = form.get('t') ?? ''
  const visited = visitedOrder(visit, token)
  if (!visited.ok) return visited.error
  const { order: orderGid, customer } = visited.value
  const page = { token, visited: visited.value }
  const end = form.get('end')
  if (end !== undefined) {
    await revokeGiftCode(ctx, { orderGid, id: end })
    return showPage(visit, { ...page, notice: { kind: 'good', sentence: t('gift.revoked') } })
  }
  const confirmed = readFormToken(scope, form.get('f') ?? '', { content: orderGid, now })
  if (confirmed === null)
    return showPage(visit, { ...page, notice: { kind: 'error', sentence: t('withdraw.again') } })
  const made = await makeGiftCode(ctx, {
    orderGid,
    ...(customer === null ? {} : { customerGid: customer }),
    lines: linesIn(form),
    requestKey: confirmed.nonce,
  })
  if (made.ok) return showPage(visit, { ...page, newest: made.value.id })
  return refuse(visit, { ...page, error: made.error })
}

function linesIn(form: Visit['form']): readonly GiftedLine[] {
  return [...form].flatMap(([name, lineId]) => {
    const [, index] = /^line\.(\d{1,3})\.id$/.exec(name) ?? []
    const units = Number(form.get(`line.${index ?? ''}.quantity`) ?? '1')
    if (index === undefined || !form.has(`line.${index}.pick`)) return []
    return Number.isSafeInteger(units) && units >= 1 ? [{ lineId, units }] : []
  })
}

type Making = {
  readonly token: string
  readonly visited: OrderToken
  readonly notice?: { readonly kind: 'good' | 'error'; readonly sentence: string }
  /** The code that was just made. */
  readonly newest?: string
}

async function refuse(
  visit: Visit,
  { error, ...page }: Making & { readonly error: MakeGiftCodeError },
): Promise<Response> {
  const { t } = visit.frame.text
  const say = (sentence: string) => showPage(visit, { ...page, notice: { kind: 'error', sentence } })
  switch (error.kind) {
    case 'forbidden':
    case 'not_found':
      return showMiss(visit)
    case 'switched_off':
      return switchedOff(visit)
    case 'nothing_selected':
      return say(t('gift.choose_any'))
    case 'invalid_lines':
      return say(t('order.foreign_line'))
    case 'too_many':
      return say(t('gift.enough'))
    case 'shopify_unreachable':
      return visit.show(<RetryPage frame={visit.frame} step="giftcode" form={visit.form} />, 424)
    default:
      return assertNever(error)
  }
}

async function showPage(visit: Visit, making: Making): Promise<Response> {
  const { ctx, frame, scope, now, form } = visit
  const { token, visited, notice, newest } = making
  const { order: orderGid, customer } = visited
  const judged = await judgeOrder(ctx, {
    orderGid,
    ...(customer === null ? {} : { customerGid: customer }),
  })
  if (!judged.ok && judged.error.kind === 'shopify_unreachable')
    return visit.show(
      <RetryPage frame={frame} step="giftcode" form={new Map([...form, ['t', token]])} />,
      424,
    )
  if (!judged.ok) return showMiss(visit)
  const codes = await listGiftCodes(ctx, orderGid)
  const page = (
    <GiftMakePage
      frame={frame}
      token={token}
      form={makeFormToken(scope, orderGid, now)}
      order={judged.value.order}
      codes={codes}
      shopName={ctx.settings.name}
      address={`${await readStorefrontUrl(ctx.admin)}${frame.path}/gift`}
      {...(newest === undefined ? {} : { newest })}
      {...(notice === undefined ? {} : { notice })}
    />
  )
  return visit.show(page, notice?.kind === 'error' ? 422 : 200)
}
