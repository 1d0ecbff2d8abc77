import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import { CspNonce } from './csp-nonce.ts'
import { env } from './env.server.ts'

const appBridge = 'https://cdn.shopify.com/shopifycloud/app-bridge.js'

export function loader() {
  return { apiKey: env.SHOPIFY_API_KEY }
}

/**
 * Every document, error pages included, loads App Bridge before any other script: Shopify asks for it in the head of each
 * page (Built for Shopify 3.1.1), and the library's own provider would put it into the body.
 */
export function Layout({ children }: { readonly children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root')
  const nonce = useContext(CspNonce)
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        {data ? <meta name="shopify-api-key" content={data.apiKey} /> : null}
        <script src={appBridge} />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

/** Addresses that no page answers, and errors outside the admin's pages. The library's own boundary would write a script without a nonce. */
export function ErrorBoundary() {
  const error = useRouteError()
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  return (
    <main>
      <h1>{isMissing ? 'There is nothing here' : 'This page could not be loaded'}</h1>
      <p>
        {isMissing
          ? 'Check the address, or open Homeward from your Shopify admin.'
          : 'Nothing was changed. Try again in a moment.'}
      </p>
    </main>
  )
}
