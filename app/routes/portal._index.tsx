import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { LookupPage } from '#app/portal/lookup-page.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { listOrdersForCustomer } from '#app/use-cases/list-orders-for-customer.server.ts'

/** The first step on a page of its own: where links from messages and Back lead to. */
async function showStart({ ctx, proxy, frame, show }: Visit): Promise<Response> {
  const orders =
    proxy.customer === null ? [] : await listOrdersForCustomer(ctx, { customerGid: proxy.customer })
  return show(<LookupPage frame={frame} orders={orders} />)
}

export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, { GET: showStart })
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, { GET: showStart })
