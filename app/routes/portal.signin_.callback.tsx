import type { LoaderFunctionArgs } from '@remix-run/node'
import { plainResponse } from '#app/portal/portal-response.server.ts'
import { finishSignIn } from '#app/portal/sign-in.server.tsx'

/** Where Shopify sends the browser after the sign-in. */
export const loader = ({ request }: LoaderFunctionArgs) => finishSignIn(request)
export const action = () => plainResponse(405, 'This address can only be opened.', { Allow: 'GET, HEAD' })
