import { z } from 'zod'
import { saveScopes } from '#app/db/shop.server.ts'
import type { Topic } from './topic.ts'

const Payload = z.object({ current: z.array(z.string()) })

/** The shop granted or took back rights. */
export const appScopesUpdate: Topic = async (tx, { shop, payload }) => {
  await saveScopes(tx, shop, Payload.parse(payload).current)
  return {}
}
