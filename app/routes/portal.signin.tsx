import type { LoaderFunctionArgs } from '@remix-run/node'
import { startSignIn } from '#app/portal/sign-in.server.tsx'
import { plainResponse } from '#app/portal/portal-response.server.ts'

/** On to the shop's sign-in with the customer account. */
export const loader = ({ request }: LoaderFunctionArgs) => startSignIn(request)
export const action = () => plainResponse(405, 'This address can only be opened.', { Allow: 'GET, HEAD' })
