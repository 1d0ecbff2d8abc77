import type { LoaderFunctionArgs } from '@remix-run/node'
import { secureLibraryDocument } from '#app/security-headers.server.ts'
import { authenticate } from '#app/shopify.server.ts'

/** The library's own pages: a fresh session token, leaving the admin's frame. They leave as thrown responses. */
export async function loader({ request }: LoaderFunctionArgs) {
  try {
    await authenticate.admin(request)
  } catch (thrown) {
    throw thrown instanceof Response ? await secureLibraryDocument(request, thrown) : thrown
  }
  return new Response(null, { status: 204 })
}
