import { z } from 'zod'
import { done, no, type Performed } from '#app/admin-command.server.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { OrderGid } from '#app/domain/ids.ts'
import { Money } from '#app/domain/money.ts'
import { checkAllMoneyNow, checkOrderMoney } from '#app/use-cases/check-money.server.ts'
import { resolveDifference, type ResolveDifferenceError } from '#app/use-cases/resolve-difference.server.ts'

export const MoneyCommand = z.discriminatedUnion('intent', [
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
type Asked = z.infer<typeof MoneyCommand>
/** As the page sends it. */
export type MoneyCommand = z.input<typeof MoneyCommand>

/** Runs what was asked on the Money page. */
export async function performOnMoney(ctx: ShopContext, command: Asked): Promise<Performed> {
  switch (command.intent) {
    case 'check_all': {
      const begun = await checkAllMoneyNow(ctx)
      return begun.ok ? done('All orders of 60 days are being compared') : refused(begun.error)
    }
    case 'check': {
      const checked = await checkOrderMoney(ctx, command.orderGid)
      if (!checked.ok) return refused(checked.error)
      return done(checked.value.isDone ? 'Compared with Shopify' : 'Being compared')
    }
    case 'accept': {
      const accepted = await resolveDifference(ctx, command)
      return accepted.ok ? done('Difference accepted') : refused(accepted.error)
    }
  }
}

function refused(error: ResolveDifferenceError): Performed {
  switch (error.kind) {
    case 'forbidden':
      return no(403, sayForbidden(error))
    case 'changed':
      return no(409, 'This difference has changed meanwhile. Look at it again.')
    case 'reason_missing':
      return no(200, null, { reason: 'Say what you found.' })
    case 'reason_too_long':
      return no(200, null, { reason: `Use at most ${error.limit} characters.` })
  }
}
