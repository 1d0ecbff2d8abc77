import type { LoaderFunctionArgs } from '@remix-run/node'
import { portalAssetResponse } from '#app/portal/portal-assets.server.ts'
import { plainResponse } from '#app/portal/portal-response.server.ts'

/** Style and script of the proxied pages. Public files of the extension: they need no signature and know no shop. */
export const loader = ({ params }: LoaderFunctionArgs) =>
  portalAssetResponse(params['file'] ?? '') ?? plainResponse(404, 'There is nothing here.')
export const action = () => plainResponse(405, 'This file can only be read.', { Allow: 'GET, HEAD' })
