import { makeCaseToken, readCaseToken } from '#app/case-link.server.ts'
import { withShop } from '#app/db.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import { caseName } from '#app/domain/case.ts'
import { withdrawalWords } from '#app/i18n/withdrawal-words.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { readStatusToken } from '#app/status-link.server.ts'
import { declareWithdrawal } from '#app/use-cases/declare-withdrawal.server.ts'
import { getCaseForShopper } from '#app/use-cases/get-case-for-shopper.server.ts'
import { openCase, type OpenCaseError, type OpenCaseInput } from '#app/use-cases/open-case.server.ts'
import { replyToCase } from '#app/use-cases/reply-to-case.server.ts'
import { takeCaseMessage, takeDeclaration } from '../case-limits.server.ts'
import { makeFormToken, readFormToken } from '../form-token.server.ts'
import { takeGuess } from '../lookup-limits.server.ts'
import { readOrderToken } from '../order-token.server.ts'
import { isTooSoon } from '../robot.ts'
import { type ApiAnswer, refusal, success } from './answers.ts'
import { type Caller, operation } from './operation.ts'
import * as schema from './schemas.ts'
import { caseOf } from './values.ts'

/** The operations about what shoppers write to a shop: withdrawals, complaints, requests for exceptions, contested inspections. */
export const caseOperations = {
  cases: operation(
    {
      takes: schema.OpenCase,
      answers: schema.OpenedCase,
      summary: 'Writes to the shop about an order or a return; it gets a number and is acknowledged by mail.',
    },
    async (caller, input) => {
      const about = await aboutOf(caller, input.token)
      if (about === null) return missed(caller, 403, 'token_invalid')
      const wait = await takeCaseMessage(
        caller.ctx.shop,
        'returnId' in about ? about.returnId : about.orderGid,
      )
      if (wait > 0) return tooMany(wait)
      const { reason, email = '', ...said } = input
      const opened = await openCase(caller.ctx, {
        kind: said.kind,
        about,
        text: said.text,
        lineIds: said.lineIds,
        ...(reason === undefined ? {} : { reasonHandle: reason }),
        email,
        submissionKey: said.key,
        locale: caller.text.locale,
      })
      if (!opened.ok) return refusalOfCase(opened.error)
      const { caseId, number } = opened.value
      return success({
        name: caseName(number),
        caseToken: makeCaseToken(caller.scope, caseId, caller.now),
        isAcknowledged: opened.value.email !== null,
      })
    },
  ),
  'cases/status': operation(
    {
      takes: schema.ReadCase,
      answers: schema.ShownCase,
      summary: 'Where a case stands, and what was written.',
    },
    async (caller, { caseToken }) => {
      const caseId = readCaseToken(caller.scope, caseToken, caller.now)
      const view = caseId === null ? null : await getCaseForShopper(caller.ctx, { caseId })
      return view === null ? missed(caller, 404, 'not_found') : success(caseOf(view))
    },
  ),
  'cases/reply': operation(
    { takes: schema.ReplyToCase, answers: schema.Replied, summary: 'Writes more, or answers the shop.' },
    async (caller, { caseToken, text, key }) => {
      const caseId = readCaseToken(caller.scope, caseToken, caller.now)
      if (caseId === null) return missed(caller, 404, 'not_found')
      const wait = await takeCaseMessage(caller.ctx.shop, caseId)
      if (wait > 0) return tooMany(wait)
      const view = await getCaseForShopper(caller.ctx, { caseId })
      if (view === null) return refusal(404, 'not_found')
      if (!view.mayReply && view.state !== 'closed') return refusal(409, 'case_closed')
      const replied = await replyToCase(caller.ctx, { caseId, returnId: null, text, submissionKey: key })
      return replied.ok ? success({ state: 'with_staff' }) : refusalOfCase(replied.error)
    },
  ),
  'withdrawals/prepare': operation(
    {
      takes: schema.PrepareWithdrawal,
      answers: schema.PreparedWithdrawal,
      summary:
        'First step of a withdrawal from a contract: nothing is declared yet, and nobody is looked for.',
    },
    (caller, { locale: _locale, ...declared }) => {
      const wrong = wrongIn(declared)
      if (wrong !== null) return Promise.resolve(wrong)
      const words = withdrawalWords(caller.text.locale, null)
      return Promise.resolve(
        success({
          confirmToken: makeFormToken(caller.scope, declared, caller.now),
          labels: { first: words.start, confirm: words.confirm },
        }),
      )
    },
  ),
  withdrawals: operation(
    {
      takes: schema.DeclareWithdrawal,
      answers: schema.DeclaredWithdrawal,
      summary:
        'Second step: declares exactly what was prepared. It stands from this instant, found order or not.',
    },
    async (caller, { locale: _locale, confirmToken, ...declared }) => {
      const { ctx, scope, now, network } = caller
      const wrong = wrongIn(declared)
      if (wrong !== null) return wrong
      const token = readFormToken(scope, confirmToken, { content: declared, now })
      if (token === null) return refusal(409, 'confirm_again')
      if (isTooSoon(token, now)) return refusal(429, 'sent_too_soon')
      const { name, order: orderName, email, goods } = declared
      const wait = await takeDeclaration({ shop: ctx.shop, network, email })
      if (wait > 0) return tooMany(wait)
      const done = await declareWithdrawal(ctx, {
        name,
        orderName,
        email,
        goods,
        submissionKey: token.nonce,
        locale: caller.text.locale,
      })
      const { caseId, number, declaredAt } = done
      return success({ name: caseName(number), declaredAt, caseToken: makeCaseToken(scope, caseId, now) })
    },
  ),
} as const

/** What a token lets write about; null where it is none. */
async function aboutOf(
  { ctx, scope, customer, now }: Caller,
  token: string,
): Promise<OpenCaseInput['about'] | null> {
  const returnId = readStatusToken(scope, token, now)
  if (returnId !== null) {
    const record = await withShop(ctx.shop, (tx) => findReturn(tx, returnId))
    return record === null ? null : { kind: 'return', returnId }
  }
  const visited = readOrderToken(scope, { token, customer, now })
  return visited.ok ? { kind: 'order', orderGid: visited.value.order } : null
}

/** A token that is none is counted as a guess is. */
async function missed(
  caller: Caller,
  status: number,
  code: 'token_invalid' | 'not_found',
): Promise<ApiAnswer> {
  const wait = await takeGuess(caller.ctx.shop, caller.network)
  return wait > 0 ? tooMany(wait) : refusal(status, code)
}

function tooMany(retryAfterSeconds: number): ApiAnswer {
  return refusal(429, 'too_many_requests', { retryAfterSeconds })
}

/** One line each, as they stand in mails: control characters are in none of them. */
function wrongIn(declared: Readonly<Record<'name' | 'order' | 'email', string>>): ApiAnswer | null {
  const fields = (['name', 'order', 'email'] as const)
    .filter((path) => /\p{Cc}/u.test(declared[path]) || declared[path].trim() === '')
    .map((path) => ({ path, problem: 'invalid_text' }))
  const address = isMailAddress(declared.email) ? [] : [{ path: 'email', problem: 'invalid_email' }]
  const all = [...fields, ...address]
  return all.length === 0 ? null : refusal(422, 'malformed_request', { fields: all })
}

type CaseError = OpenCaseError | { readonly kind: 'closed' }

function refusalOfCase(error: CaseError): ApiAnswer {
  switch (error.kind) {
    case 'not_found':
      return refusal(404, 'not_found')
    case 'empty':
    case 'too_long':
      return refusal(422, 'malformed_request', { fields: [{ path: 'text', problem: error.kind }] })
    case 'foreign_line':
      return refusal(422, 'invalid_lines', { fields: [{ path: 'lineIds', problem: 'unknown_line' }] })
    case 'nothing_inspected':
      return refusal(409, 'nothing_inspected')
    case 'closed':
      return refusal(409, 'case_closed')
    case 'shopify_unreachable':
      return refusal(424, 'shop_unreachable')
  }
}
