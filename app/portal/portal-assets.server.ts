import { createHash } from 'node:crypto'
import script from '../../extensions/returns-portal/assets/returns-portal.js?raw'
import draft from '../../extensions/returns-portal/assets/returns-portal-draft.js?raw'
import photos from '../../extensions/returns-portal/assets/returns-portal-photos.js?raw'
import stylesheet from '../../extensions/returns-portal/assets/returns-portal.css?raw'

/** The extension's own files, for pages that the proxy serves: Shopify gives an app no address of its theme assets outside of a block. */
const assets = {
  'returns-portal.css': { body: stylesheet, type: 'text/css; charset=utf-8' },
  'returns-portal.js': { body: script, type: 'text/javascript; charset=utf-8' },
  'returns-portal-draft.js': { body: draft, type: 'text/javascript; charset=utf-8' },
  'returns-portal-photos.js': { body: photos, type: 'text/javascript; charset=utf-8' },
} as const
export type PortalAssetName = keyof typeof assets

/** One for all: a script asks for the one beside it with its own version. */
const version = createHash('sha256')
  .update(Object.values(assets).reduce((all, { body }) => all + body, ''))
  .digest('hex')
  .slice(0, 12)

/** The address of an asset under the proxy's path; it changes with the content. */
export function portalAssetUrl(path: string, name: PortalAssetName): string {
  return `${path}/assets/${name}?v=${version}`
}

/** The file as an answer that browsers keep, or null for any other name. */
export function portalAssetResponse(name: string): Response | null {
  if (!isAsset(name)) return null
  const { body, type } = assets[name]
  return new Response(body, {
    headers: {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}

function isAsset(name: string): name is PortalAssetName {
  return Object.hasOwn(assets, name)
}
