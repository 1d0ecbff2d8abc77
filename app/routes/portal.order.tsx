import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { OrderGid } from '#app/domain/ids.ts'
import { changeEntries, changesEntries } from '#app/portal/change-entries.ts'
import { keepFiles } from '#app/portal/keep-files.server.ts'
import { readLineEntries } from '#app/portal/line-entries.ts'
import { findOrder } from '#app/portal/find-order.server.tsx'
import { signedIn } from '#app/portal/customer-token.server.ts'
import { LookupPage } from '#app/portal/lookup-page.tsx'
import { makeOrderToken } from '#app/portal/order-token.server.ts'
import { showItems } from '#app/portal/show-items.server.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'
import { visitedOrder } from '#app/portal/visited-order.server.tsx'
import { removePhoto } from '#app/use-cases/remove-photo.server.ts'

/** The items of an order: by the token of a visit, or for the signed-in customer by the order's number. */
async function openOrder(visit: Visit): Promise<Response> {
  const { proxy, frame, scope, now } = visit
  const { t: token, order: number } = proxy.params
  if (token === undefined && number === undefined) return visit.goTo(visit.frame.to(''))
  if (token !== undefined) {
    const visited = visitedOrder(visit, token)
    return visited.ok ? showItems(visit, { token, visited: visited.value }) : visited.error
  }
  const who = signedIn(visit)
  if (who === null) {
    const notice = { kind: 'info', sentence: frame.text.t('start.sign_in_again') } as const
    return visit.show(<LookupPage frame={frame} notice={notice} maySignIn />)
  }
  const order = OrderGid.parse(`gid://shopify/Order/${number ?? ''}`)
  const visited = { order, customer: who.customer, now, isSession: who.session !== null }
  return showItems(visit, { token: makeOrderToken(scope, visited), visited })
}

/** Finds a guest's order, or shows the items again as they were chosen: changed by "Change items", split, a photo less. */
async function postOrder(visit: Visit): Promise<Response> {
  const token = visit.form.get('t')
  if (token === undefined) return findOrder(visit)
  const visited = visitedOrder(visit, token)
  if (!visited.ok) return visited.error
  const kept = await keepFiles(visit, visited.value)
  const { form } = kept.visit
  const drop = form.get('drop')
  if (drop !== undefined) await removePhoto(visit.ctx, { orderGid: visited.value.order, id: drop })
  return showItems(kept.visit, {
    token,
    visited: visited.value,
    entries: changeEntries(readLineEntries(form), form),
    photoErrors: kept.errors,
    inPlace: changesEntries(form),
    ...(kept.errors.size > 0 ? { status: kept.status } : {}),
  })
}

const handlers = { GET: openOrder, POST: postOrder }
const options = { takesFiles: true }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers, options)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers, options)
