import type { MetaFunction } from '@remix-run/node'

export const meta: MetaFunction = () => [{ title: 'Homeward' }]

/** Where the library sends whoever opens an admin page outside of Shopify's admin. The app never asks for a shop's address. */
export default function OpenFromShopify() {
  return (
    <main>
      <h1>Homeward</h1>
      <p>Open Homeward from your Shopify admin: choose Apps, then Homeward.</p>
    </main>
  )
}
