import { markUninstalled } from '#app/db/shop.server.ts'
import type { Topic } from './topic.ts'

/**
 * The shop removed the app: its tokens are worthless and go. Its data stays until shop/redact asks for it. A webhook that
 * comes after a new installation is about the one before and changes nothing.
 */
export const appUninstalled: Topic = async (tx, { shop, triggeredAt }) => {
  await markUninstalled(tx, { shop, triggeredAt })
  return {}
}
