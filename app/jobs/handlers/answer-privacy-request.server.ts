import { withShop } from '#app/db.server.ts'
import {
  type ComplianceResult,
  findComplianceRequest,
  finishComplianceRequest,
} from '#app/db/compliance-request.server.ts'
import { collectPerson, isEmptyExport } from '#app/db/privacy/collect-person.server.ts'
import { eraseShop } from '#app/db/privacy/erase-shop.server.ts'
import { findPerson } from '#app/db/privacy/person.server.ts'
import { redactPerson } from '#app/db/privacy/redact-person.server.ts'
import { findShop } from '#app/db/shop.server.ts'
import { log } from '#app/log.server.ts'
import type { Handler } from '../handler.ts'

/**
 * Works off a request of privacy law. A person is redacted in one transaction with the word that it is done; a shop is erased in
 * parts, unless it has the app (again). Somebody's wish for their data waits for staff, who hand it over, where we hold any.
 * Idempotent: what is done is not done again, and erasing goes on where it stopped.
 */
export const answerPrivacyRequest: Handler<'answer-privacy-request'> = async (ctx, { requestId: id }) => {
  const { shop } = ctx
  const request = await withShop(shop, (tx) => findComplianceRequest(tx, id))
  if (request === null || request.doneAt !== null) return
  const { topic } = request
  if (topic === 'shop/redact') {
    const known = await withShop(shop, (tx) => findShop(tx, shop))
    const isInstalled = known?.uninstalledAt === null
    const result: ComplianceResult = isInstalled
      ? { because: 'installed_again' }
      : await eraseShop(shop, { id, at: ctx.now })
    if (isInstalled) await withShop(shop, (tx) => finishComplianceRequest(tx, { id, at: ctx.now(), result }))
    log.info({ shop, request: id, topic, ...result }, 'Privacy request')
    return
  }
  const result = await withShop(shop, async (tx): Promise<ComplianceResult | null> => {
    const person = await findPerson(tx, shop, request.payload)
    if (topic === 'customers/data_request') {
      if (!isEmptyExport(await collectPerson(tx, shop, person))) return null
      await finishComplianceRequest(tx, { id, at: ctx.now(), result: { because: 'nothing_known' } })
      return { because: 'nothing_known' }
    }
    const rows = await redactPerson(tx, { shop, person, at: ctx.now() })
    const isKnown = Object.values(rows).some((count) => count > 0)
    const redacted: ComplianceResult = isKnown ? { rows } : { because: 'nothing_known' }
    await finishComplianceRequest(tx, { id, at: ctx.now(), result: redacted })
    return redacted
  })
  log.info({ shop, request: id, topic, ...result }, 'Privacy request')
}
