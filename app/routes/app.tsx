import { NavMenu } from '@shopify/app-bridge-react'
import {
  isRouteErrorResponse,
  Link,
  Outlet,
  useLoaderData,
  useLocation,
  useNavigation,
  useRouteError,
} from '@remix-run/react'
import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from '@remix-run/node'
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url'
import { AppProvider } from '@shopify/shopify-app-remix/react'
import { boundary } from '@shopify/shopify-app-remix/server'
import { PageSkeleton } from '#app/components/page-skeleton.tsx'
import { ProblemPage } from '#app/components/problem-page.tsx'
import { contextFromAdmin } from '#app/context.server.ts'
import { env } from '#app/env.server.ts'

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: polarisStyles }]

export async function loader({ request }: LoaderFunctionArgs) {
  await contextFromAdmin(request)
  return { apiKey: env.SHOPIFY_API_KEY }
}

export default function AdminApp() {
  const { apiKey } = useLoaderData<typeof loader>()
  return (
    // App Bridge stands in the head already (root.tsx); the provider would add it a second time.
    <AppProvider isEmbeddedApp={false} apiKey={apiKey}>
      <AdminNav />
      <main>
        <PageOrSkeleton />
      </main>
    </AppProvider>
  )
}

function AdminNav() {
  return (
    <NavMenu>
      <Link to="/app" rel="home">
        Home
      </Link>
      <Link to="/app/returns">Returns</Link>
      <Link to="/app/cases">Cases</Link>
      <Link to="/app/money">Money</Link>
      <Link to="/app/policy">Policy</Link>
      <Link to="/app/settings">Settings</Link>
    </NavMenu>
  )
}

/** While another page loads its skeleton stands in; a change of filters on the same page keeps what is there. */
function PageOrSkeleton() {
  const navigation = useNavigation()
  const location = useLocation()
  const next = navigation.state === 'loading' ? navigation.location.pathname : location.pathname
  return next === location.pathname ? <Outlet /> : <PageSkeleton path={next} />
}

export function ErrorBoundary() {
  const error = useRouteError()
  const response = isRouteErrorResponse(error) ? error : null
  // Shopify's library throws small pages of its own to authenticate again; its boundary writes them out.
  if (response && (response.status < 400 || String(response.data).includes('<script')))
    return boundary.error(error)
  return (
    <AppProvider isEmbeddedApp={false} apiKey="">
      <AdminNav />
      <main>
        <ProblemPage isMissing={response?.status === 404} />
      </main>
    </AppProvider>
  )
}

export const headers: HeadersFunction = (headersArgs) => boundary.headers(headersArgs)
