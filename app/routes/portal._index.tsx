import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/portal/customer-token.server.ts'
import { LookupPage } from '#app/portal/lookup-page.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { listOrdersForCustomer } from '#app/use-cases/list-orders-for-customer.server.ts'

/** The first step on a page of its own: where links from messages and Back lead to. */
async function showStart(visit: Visit): Promise<Response> {
  const { ctx, frame, show } = visit
  const who = signedIn(visit)
  if (who === null) return show(<LookupPage frame={frame} maySignIn />)
  const orders = await listOrdersForCustomer(ctx, { customerGid: who.customer })
  return show(<LookupPage frame={frame} orders={orders} session={who.session} />)
}

export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, { GET: showStart })
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, { GET: showStart })
