import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { portalAssetUrl } from './portal-assets.server.ts'
import type { PageFrame } from './portal-page.tsx'

/**
 * Every document of the portal: nothing is stored on the way, no address with a token in it is passed on or indexed.
 * https://shopify.dev/docs/apps/build/online-store/app-proxies
 */
const documentHeaders = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
} as const

export type PortalAnswer = {
  readonly frame: PageFrame
  readonly page: ReactElement
  /** The bare page for the custom element, which stands in a page of the theme already. */
  readonly isFragment: boolean
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** schema.org data about the page, for search engines; left out of bare pages. */
  readonly jsonLd?: readonly object[]
}

/**
 * Shopify evaluates `application/liquid` before the shopper sees it. Markup that React made has no braces but those of
 * people's and products' words, so encoding every one of them leaves nothing to evaluate.
 */
function encodeBraces(markup: string): string {
  return markup.replaceAll('{', '&#123;').replaceAll('}', '&#125;')
}

/** A page of the portal as an answer: inside the theme (Liquid), or bare. Statuses from 500 on would be replaced by Shopify's own page. */
export function portalResponse({
  frame,
  page,
  isFragment,
  status = 200,
  headers = {},
  jsonLd = [],
}: PortalAnswer): Response {
  const markup = renderToStaticMarkup(isFragment ? page : inTheme(frame, page))
  const data = isFragment || jsonLd.length === 0 ? '' : jsonLdScript(jsonLd)
  return new Response(encodeBraces(markup) + data, {
    status,
    headers: {
      ...documentHeaders,
      'Content-Type': isFragment ? 'text/html; charset=utf-8' : 'application/liquid; charset=utf-8',
      'Content-Language': frame.text.locale,
      ...headers,
    },
  })
}

/**
 * Data in a script cannot be encoded as markup is. JSON's own braces never stand side by side at an opening, so Liquid sees
 * none of its marks; those inside texts, and what could end the script, are written as JSON escapes.
 */
function jsonLdScript(data: readonly object[]): string {
  const escapes: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' }
  const json = JSON.stringify(data.length === 1 ? data[0] : data)
    .replace(/"(?:[^"\\]|\\.)*"/g, (text) => text.replaceAll('{', '\\u007b').replaceAll('}', '\\u007d'))
    .replace(/[<>&]/g, (mark) => escapes[mark] ?? '')
  return `<script type="application/ld+json">${json}</script>`
}

/** Sends the browser on to an address of the portal with GET; the custom element keeps getting bare pages (`view`). */
export function portalRedirect(path: string, view: string | undefined): Response {
  const suffix = view === undefined ? '' : `${path.includes('?') ? '&' : '?'}view=${view}`
  return new Response(null, { status: 303, headers: { ...documentHeaders, Location: `${path}${suffix}` } })
}

/** An answer to what did not come through the app proxy as it should: no shop, no theme, no details. */
export function plainResponse(
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { ...documentHeaders, 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  })
}

/** The custom element around a page, with the same style and script as the theme block, from the proxy's own origin. */
function inTheme({ path, text }: PageFrame, page: ReactElement): ReactElement {
  return createElement(
    'div',
    null,
    createElement('link', { rel: 'stylesheet', href: portalAssetUrl(path, 'returns-portal.css') }),
    createElement('script', { src: portalAssetUrl(path, 'returns-portal.js'), defer: true }),
    createElement(
      'returns-portal',
      {
        class: 'returns-portal returns-portal--page',
        lang: text.locale,
        dir: text.direction,
        'data-view': 'page',
        'data-loading': text.t('live.loading'),
        'data-failed': text.t('live.failed'),
        'data-kept': text.t('live.kept'),
        'data-clear': text.t('live.clear'),
      },
      page,
      createElement('p', { className: 'returns-portal__live', role: 'status', 'data-portal-live': '' }),
    ),
  )
}
