import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import {
  type ComplianceRecord,
  findComplianceRequest,
  finishComplianceRequest,
} from '#app/db/compliance-request.server.ts'
import { collectPerson, exportJson } from '#app/db/privacy/collect-person.server.ts'
import { findPerson } from '#app/db/privacy/person.server.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

/** `not_found`: no such request, or it was answered: then whom it was about is not known any more. */
export type DataRequestError = Forbidden | { readonly kind: 'not_found' }

/**
 * Everything that is known of who asked for their data, as JSON, read at this moment: no copy is kept. Who fetched it stands in the
 * shop's log.
 */
export async function exportPerson(
  ctx: ShopContext,
  { requestId }: { readonly requestId: string },
): Promise<Result<string, DataRequestError>> {
  const allowed = await mayAct(ctx, 'privacy.answer')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  return withShop(shop, async (tx) => {
    const request = await findComplianceRequest(tx, requestId)
    if (!isOpen(request)) return err({ kind: 'not_found' })
    const person = await findPerson(tx, shop, request.payload)
    const found = await collectPerson(tx, shop, person)
    const at = ctx.now()
    await appendAudit(tx, { shop, actor, at, event: { kind: 'person_exported', requestId } })
    return ok(exportJson({ shop, readAt: at, request: request.payload, person, ...found }))
  })
}

/** Says that the data was handed over: of the request only ids stay. Said twice it stays as it was said first. */
export async function answerDataRequest(
  ctx: ShopContext,
  { requestId }: { readonly requestId: string },
): Promise<Result<null, DataRequestError>> {
  const allowed = await mayAct(ctx, 'privacy.answer')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  return withShop(shop, async (tx) => {
    const request = await findComplianceRequest(tx, requestId)
    if (!isOpen(request)) return err({ kind: 'not_found' })
    const at = ctx.now()
    await finishComplianceRequest(tx, { id: requestId, at, result: {} })
    await appendAudit(tx, { shop, actor, at, event: { kind: 'data_request_answered', requestId } })
    return ok(null)
  })
}

function isOpen(request: ComplianceRecord | null): request is ComplianceRecord {
  return request !== null && request.topic === 'customers/data_request' && request.doneAt === null
}
