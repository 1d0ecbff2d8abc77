import { z } from 'zod'
import { sayForbidden } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { OrderGid } from '#app/domain/ids.ts'
import { Money } from '#app/domain/money.ts'
import { checkAllMoneyNow, checkOrderMoney } from '#app/use-cases/check-money.server.ts'
import { resolveDifference, type ResolveDifferenceError } from '#app/use-cases/resolve-difference.server.ts'

const Command = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('check_all') }),
  z.object({ intent: z.literal('check'), orderGid: OrderGid }),
  z.object({
    intent: z.literal('accept'),
    orderGid: OrderGid,
    key: z.string().max(200),
    amount: Money,
    reason: z.string().max(5000),
  }),
])
export type MoneyCommand = z.input<typeof Command>

export type MoneyPerformed =
  | { readonly ok: true; readonly intent: MoneyCommand['intent']; readonly message: string }
  | {
      readonly ok: false
      readonly intent: MoneyCommand['intent']
      readonly status: 200 | 403 | 409
      readonly message: string
      readonly reason: string | null
    }

/** Runs what was asked on the Money page. Throws a 400 for what no form of ours can send. */
export async function performOnMoney(ctx: ShopContext, posted: unknown): Promise<MoneyPerformed> {
  const command = Command.safeParse(posted)
  if (!command.success) throw new Response('The form is not complete.', { status: 400 })
  const { data } = command
  const { intent } = data
  if (intent === 'check_all') {
    const begun = await checkAllMoneyNow(ctx)
    if (!begun.ok) return refused(intent, begun.error)
    return { ok: true, intent, message: 'All orders of 60 days are being compared' }
  }
  if (intent === 'check') {
    const checked = await checkOrderMoney(ctx, data.orderGid)
    if (!checked.ok) return refused(intent, checked.error)
    return { ok: true, intent, message: checked.value.isDone ? 'Compared with Shopify' : 'Being compared' }
  }
  const accepted = await resolveDifference(ctx, data)
  return accepted.ok ? { ok: true, intent, message: 'Difference accepted' } : refused(intent, accepted.error)
}

function refused(intent: MoneyCommand['intent'], error: ResolveDifferenceError): MoneyPerformed {
  const no = { ok: false as const, intent, reason: null }
  switch (error.kind) {
    case 'forbidden':
      return { ...no, status: 403, message: sayForbidden(error) }
    case 'changed':
      return { ...no, status: 409, message: 'This difference has changed meanwhile. Look at it again.' }
    case 'reason_missing':
      return { ...no, status: 200, message: '', reason: 'Say what you found.' }
    case 'reason_too_long':
      return { ...no, status: 200, message: '', reason: `Use at most ${error.limit} characters.` }
  }
}
