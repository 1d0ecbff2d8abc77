import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { sayForbidden } from '#app/components/role-words.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { exportPerson } from '#app/use-cases/answer-data-request.server.ts'

/** What is known of a person who asked for it, as a JSON file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const id = z.uuid().safeParse(new URL(request.url).searchParams.get('request'))
  if (!id.success) throw new Response('There is no such request.', { status: 404 })
  const exported = await exportPerson(ctx, { requestId: id.data })
  if (!exported.ok) {
    const { error } = exported
    if (error.kind === 'forbidden') return new Response(sayForbidden(error), { status: 403 })
    throw new Response('There is no such request.', { status: 404 })
  }
  return new Response(exported.value, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="homeward-data-${id.data}.json"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
