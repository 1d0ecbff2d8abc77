import { TitleBar } from '@shopify/app-bridge-react'
import { useNavigate } from '@remix-run/react'
import { Page, Text } from '@shopify/polaris'
import type { ReactNode } from 'react'

const parents = {
  policy: { label: 'Policy', url: '/app/policy' },
  settings: { label: 'Settings', url: '/app/settings' },
} as const

/** A page below another one: its title in Shopify's bar with the way back, and as the heading for those who cannot see the bar. */
export function SubPage(props: {
  readonly title: string
  readonly parent: keyof typeof parents
  readonly children: ReactNode
}) {
  const { title, parent, children } = props
  const navigate = useNavigate()
  const { label, url } = parents[parent]
  return (
    <Page>
      <TitleBar title={title}>
        <button variant="breadcrumb" onClick={() => navigate(url)}>
          {label}
        </button>
      </TitleBar>
      <Text as="h1" visuallyHidden>
        {title}
      </Text>
      {children}
    </Page>
  )
}
