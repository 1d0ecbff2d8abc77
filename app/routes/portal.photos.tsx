import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { keepPhotoOf, sayRefusal, statusOfRefusal } from '#app/portal/keep-files.server.ts'
import { photoOrder } from '#app/portal/gift-visit.server.tsx'
import { answerVisit, type Visit } from '#app/portal/visit.server.tsx'

/** Keeps one photo (`photo`) for the order, or the gift, that the token in the address opens: for scripts, which send each as it is chosen. */
async function postPhoto(visit: Visit): Promise<Response> {
  const { proxy, frame, files } = visit
  const token = proxy.params.t ?? visit.form.get('t') ?? ''
  const order = await photoOrder(visit, token)
  if (order === null) return answer(403, { error: frame.text.t('photo.problem.visit_over') })
  const photo = files.find(({ field }) => field === 'photo')
  if (photo === undefined || files.length > 1)
    return answer(422, { error: frame.text.t('photo.problem.one') })
  const kept = await keepPhotoOf(visit, { order }, photo.bytes)
  if (typeof kept === 'string') return answer(statusOfRefusal[kept], { error: sayRefusal(kept, frame.text) })
  return answer(201, { id: kept.id, url: frame.to(`photos/${kept.id}`, { t: token }) })
}

function answer(status: number, body: Readonly<Record<string, string>>): Response {
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(status === 429 ? { 'Retry-After': '60' } : {}),
  }
  return new Response(JSON.stringify(body), { status, headers })
}

const handlers = { POST: postPhoto }
const options = { takesFiles: true }
export const loader = ({ request }: LoaderFunctionArgs) => answerVisit(request, handlers, options)
export const action = ({ request }: ActionFunctionArgs) => answerVisit(request, handlers, options)
