import { TitleBar } from '@shopify/app-bridge-react'
import { useNavigate } from '@remix-run/react'
import { Page, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'

const parents = {
  returns: { label: 'Returns', url: '/app/returns' },
  policy: { label: 'Policy', url: '/app/policy' },
  settings: { label: 'Settings', url: '/app/settings' },
} as const

type Props = {
  readonly title: string
  /** The page above this one: the bar gets the way back. */
  readonly parent?: keyof typeof parents
  readonly fullWidth?: boolean
  readonly children: ReactNode
}

/** A page with its title in Shopify's bar, and as the heading for those who cannot see the bar. */
export function AdminPage({ title, parent, fullWidth = false, children }: Props) {
  const navigate = useNavigate()
  const above = parent && parents[parent]
  return (
    <Page fullWidth={fullWidth}>
      <TitleBar title={title}>
        {above ? (
          <button variant="breadcrumb" onClick={() => navigate(above.url)}>
            {above.label}
          </button>
        ) : null}
      </TitleBar>
      <Text as="h1" visuallyHidden>
        {title}
      </Text>
      {children}
    </Page>
  )
}
