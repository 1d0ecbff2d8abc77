import { Readable } from 'node:stream'
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { contextFromAdmin } from '#app/context.server.ts'
import { exportReplay } from '#app/use-cases/export-replay.server.ts'

/** The changes of a replay as a CSV file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const runId = z.uuid().safeParse(new URL(request.url).searchParams.get('run'))
  const exported = runId.success ? await exportReplay(ctx, { runId: runId.data }) : null
  if (exported?.ok !== true) throw new Response('There is no such replay.', { status: 404 })
  return new Response(createReadableStreamFromReadable(Readable.from(exported.value)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="homeward-replay.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
