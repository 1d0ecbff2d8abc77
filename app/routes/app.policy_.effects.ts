import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { answerCommand, done, no } from '#app/admin-command.server.ts'
import { sayForbidden } from '#app/components/role-words.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { readPastOrders } from '#app/use-cases/read-past-orders.server.ts'
import { readRuleEffects } from '#app/use-cases/read-rule-effects.server.ts'

/** How many past lines each rule decides, by the policy in force and by the draft that is stored. */
export async function loader({ request }: LoaderFunctionArgs) {
  return readRuleEffects(await contextFromAdmin(request))
}

/** Begins to read the past orders that effects are counted from. */
export async function action({ request }: ActionFunctionArgs) {
  const read = await readPastOrders(await contextFromAdmin(request))
  return answerCommand(read.ok ? done('Past orders are being read') : no(403, sayForbidden(read.error)))
}
