import type { ActionFunctionArgs } from '@remix-run/node'
import { contextFromAdmin } from '#app/context.server.ts'
import { changePolicy } from './app.policy/change-policy.server.ts'

/** Stores the draft for the editor, which saves by itself. */
export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const changed = await changePolicy(ctx, await request.json())
  return Response.json(changed, { status: changed.ok ? 200 : changed.status })
}
