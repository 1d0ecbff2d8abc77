import { data, type ActionFunctionArgs } from '@remix-run/node'
import { readCommand } from '#app/admin-command.server.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { ReturnId } from '#app/domain/ids.ts'
import { previewOf, Question } from './app.returns.$id/preview.server.ts'

/** What a money action of a return's page would do, before it is confirmed. Changes nothing. */
export async function action({ request, params }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const id = ReturnId.safeParse(params.id)
  if (!id.success) throw new Response('No such return', { status: 404 })
  return data(await previewOf(ctx, id.data, await readCommand(request, Question)))
}
