import { redirect, type LoaderFunctionArgs } from '@remix-run/node'

/** Shopify opens the app at its root, with the shop in the query; anybody else is told where to find it. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url)
  throw redirect(searchParams.has('shop') ? `/app${search}` : '/auth/login')
}
