import { makeCaseToken } from '#app/case-link.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { ok } from '#app/domain/result.ts'
import { withdrawalWords } from '#app/i18n/withdrawal-words.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { declareWithdrawal } from '#app/use-cases/declare-withdrawal.server.ts'
import { orUnreachable } from '#app/use-cases/unreachable.ts'
import { takeDeclaration } from './case-limits.server.ts'
import { makeFormToken, readFormToken } from './form-token.server.ts'
import { readOrderToken } from './order-token.server.ts'
import type { PortalText } from './portal-text.ts'
import { isFromRobot } from './robot.ts'
import type { Visit } from './visit.server.tsx'
import {
  ConfirmWithdrawalPage,
  type DeclarationErrors,
  type GoodsChoice,
  limits,
  type TypedDeclaration,
  WithdrawPage,
} from './withdraw-page.tsx'

/**
 * The first step: empty, or with the goods to choose from for who comes from her order. A token that is none is no matter: the
 * function needs none.
 */
export async function openWithdraw(visit: Visit): Promise<Response> {
  const { ctx, frame, proxy, scope, now } = visit
  const read = readOrderToken(scope, { token: proxy.params.t ?? '', customer: proxy.customer, now })
  const found = read.ok
    ? await orUnreachable(async () =>
        ok(await readOrder(ctx.admin, read.value.order, { withReasons: false })),
      )
    : null
  const order = found?.ok === true ? (found.value?.facts ?? null) : null
  if (order === null) return showWithdraw(visit)
  const page = (
    <WithdrawPage
      frame={frame}
      words={wordsFor(visit)}
      typed={{ ...nothingTyped, orderName: order.name }}
      choices={choicesOf(order)}
    />
  )
  return visit.show(page)
}

/** What may still go back of an order, units of the same goods together. */
function choicesOf(order: OrderFacts): readonly GoodsChoice[] {
  const units = new Map<string, number>()
  for (const line of order.lines) {
    if (line.returnableQuantity === 0 && line.fulfillmentLineItemId !== null) continue
    const title = line.variantTitle === null ? line.title : `${line.title} ${line.variantTitle}`
    const count = line.fulfillmentLineItemId === null ? line.quantity : line.returnableQuantity
    units.set(title, (units.get(title) ?? 0) + count)
  }
  return [...units].slice(0, limits.goodsLines).map(([title, count]) => ({ title, units: count }))
}

/** The first step, empty or with what was typed. */
function showWithdraw(visit: Visit, typed: TypedDeclaration = nothingTyped): Response {
  return visit.show(<WithdrawPage frame={visit.frame} words={wordsFor(visit)} typed={typed} />)
}

const nothingTyped: TypedDeclaration = { name: '', orderName: '', email: '', goods: '' }

/**
 * Takes a step of the withdrawal function. What is declared is answered in the same way, and as fast, whether there is such an
 * order or not: nobody looks for it here.
 */
export async function postWithdraw(visit: Visit): Promise<Response> {
  const { form, frame, scope, now } = visit
  const typed = typedOf(visit)
  const words = wordsFor(visit)
  if (form.get('step') === 'edit') return showWithdraw(visit, typed)
  const errors = errorsOf(typed, frame.text)
  if (Object.keys(errors).length > 0)
    return visit.show(<WithdrawPage frame={frame} words={words} typed={typed} errors={errors} />, 422)
  if (form.get('step') !== 'confirm') return askToConfirm(visit, typed)
  const token = readFormToken(scope, form.get('form') ?? '', { content: typed, now })
  if (token === null)
    return askToConfirm(visit, typed, { notice: frame.text.t('withdraw.again'), status: 409 })
  if (isFromRobot(form, token, now))
    return askToConfirm(visit, typed, { notice: frame.text.t('withdraw.too_fast'), status: 429 })
  return declare(visit, typed, token.nonce)
}

async function declare(visit: Visit, typed: TypedDeclaration, submissionKey: string): Promise<Response> {
  const { ctx, frame, proxy, scope, now } = visit
  const { shop, clientNetwork: network } = proxy
  const seconds = await takeDeclaration({ shop, network, email: typed.email })
  if (seconds > 0) {
    const notice = tooManyWords(visit, seconds)
    return askToConfirm(visit, typed, { notice, status: 429, headers: { 'Retry-After': String(seconds) } })
  }
  const { caseId } = await declareWithdrawal(ctx, {
    name: typed.name,
    orderName: typed.orderName,
    email: typed.email,
    goods: goodsOf(typed),
    submissionKey,
    locale: frame.text.locale,
  })
  return visit.goTo(frame.to(`case/${makeCaseToken(scope, caseId, now)}`))
}

/** Too many declarations are no reason to lose a right: the shop's address is named. */
function tooManyWords({ frame }: Visit, seconds: number): string {
  const { text, contactEmail } = frame
  const count = Math.ceil(seconds / 60)
  return contactEmail === null
    ? text.t('start.too_many', { count })
    : text.t('withdraw.too_many_email', { email: contactEmail })
}

function askToConfirm(
  visit: Visit,
  typed: TypedDeclaration,
  again?: {
    readonly notice: string
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
  },
): Response {
  const { frame, scope, now } = visit
  const token = makeFormToken(scope, typed, now)
  const page = (
    <ConfirmWithdrawalPage
      frame={frame}
      words={wordsFor(visit)}
      typed={typed}
      token={token}
      {...(again === undefined ? {} : { notice: again.notice })}
    />
  )
  return visit.show(page, again?.status ?? 200, again?.headers ?? {})
}

/** The words for the country that the shopper shops from, the shop's own where it is not known. */
function wordsFor({ frame }: Visit) {
  return withdrawalWords(frame.text.locale, frame.country)
}

function typedOf({ form }: Visit): TypedDeclaration {
  const plain = (name: string) => (form.get(name) ?? '').replace(/\p{Cf}/gu, '').trim()
  const chosen = [...form.keys()].filter((name) => /^good\.\d{1,2}$/.test(name)).map(plain)
  return {
    name: plain('name'),
    orderName: plain('order_number').normalize('NFKC'),
    email: plain('email').normalize('NFKC'),
    goods: [plain('goods'), ...chosen].filter((line) => line !== '').join('\n'),
  }
}

function goodsOf({ goods }: TypedDeclaration): readonly string[] {
  return goods
    .split('\n')
    .map((line) => line.replace(/^[\s•*-]+/u, '').trim())
    .filter((line) => line !== '')
}

function errorsOf(typed: TypedDeclaration, { t }: PortalText): DeclarationErrors {
  const errors: { -readonly [Field in keyof TypedDeclaration]?: string } = {}
  const isOneLine = (value: string) => !/\p{Cc}/u.test(value)
  if (typed.name === '') errors.name = t('withdraw.name_missing')
  else if (typed.name.length > limits.name || !isOneLine(typed.name)) errors.name = t('withdraw.name_long')
  if (typed.orderName === '') errors.orderName = t('withdraw.order_missing')
  else if (typed.orderName.length > limits.orderName || !isOneLine(typed.orderName))
    errors.orderName = t('start.order_number_long')
  if (typed.email === '') errors.email = t('withdraw.email_missing')
  else if (!isMailAddress(typed.email)) errors.email = t('withdraw.email_invalid')
  if (typed.goods.length > limits.goods || goodsOf(typed).length > limits.goodsLines)
    errors.goods = t('withdraw.goods_long', { count: limits.goods })
  return errors
}
