import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { createCase } from '#app/db/case.server.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'

export type Declaration = {
  readonly name: string
  /** What identifies the contract, as typed. */
  readonly orderName: string
  /** Where the acknowledgement goes. */
  readonly email: string
  /** The goods it is about, one each; empty = all. */
  readonly goods: readonly string[]
}
export type DeclaredWithdrawal = {
  readonly caseId: string
  readonly number: number
  readonly declaredAt: string
}

/**
 * Takes a declaration of withdrawal from a contract: it stands, with its number and its instant, before anybody looks
 * whether there is such an order, so that the answer says nothing about that. Acknowledgement and order are jobs. Sent twice
 * with the same key it is one declaration.
 */
export async function declareWithdrawal(
  ctx: ShopContext,
  input: Declaration & { readonly submissionKey: string; readonly locale: string },
): Promise<DeclaredWithdrawal> {
  const { name, orderName, email, goods, locale } = input
  const { shop } = ctx
  const done = await withShop(shop, async (tx) => {
    const { record, messageId, isNew } = await createCase(tx, shop, {
      kind: 'withdrawal',
      state: 'open',
      orderName,
      orderGid: null,
      returnId: null,
      customerGid: null,
      buyerName: name,
      buyerEmail: email,
      locale,
      submissionKey: `withdrawal ${input.submissionKey}`,
      text: '',
      statement: { name, orderName, email, goods: [...goods] },
      actor: { kind: 'shopper' },
      at: ctx.now(),
    })
    if (!isNew) return { record, jobs: [] }
    const job = { shop, now: ctx.now() }
    return {
      record,
      jobs: [
        await enqueue(tx, { ...job, name: 'send-case-message', payload: { messageId } }),
        await enqueue(tx, { ...job, name: 'settle-withdrawal', payload: { caseId: record.id } }),
      ],
    }
  })
  await handOver(shop, done.jobs)
  const { id: caseId, number, createdAt } = done.record
  return { caseId, number, declaredAt: createdAt }
}
