import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import {
  Banner,
  BlockStack,
  Box,
  Card,
  Divider,
  EmptyState,
  InlineGrid,
  InlineStack,
  Layout,
  Link,
  Text,
} from '@shopify/polaris'
import { AdminPage } from '#app/components/admin-page.tsx'
import type { ReturnRow } from '#app/components/return-row.ts'
import { StatusBadge } from '#app/components/status-badge.tsx'
import { sayMoneyStop } from '#app/components/safety-words.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findMoneyStop } from '#app/db/kill-switch.server.ts'
import { env } from '#app/env.server.ts'
import { sayApiVersionEnd } from '#app/shopify/api-version.ts'
import { type HomeFigures, readHomeFigures } from './home-figures.server.ts'
import { MoneyCard } from './money-card.tsx'
import { SetUpCard } from './set-up-card.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const stop = await withShop(ctx.shop, (tx) => findMoneyStop(tx, ctx.shop))
  return {
    home: await readHomeFigures(ctx),
    stop: stop && sayMoneyStop(stop, ctx.settings.timeZone),
    versionEnd: sayApiVersionEnd(ctx.now()),
    // Opens the theme editor with the block ready to be placed on a new section of the page template.
    themeEditorUrl: `https://${ctx.shop}/admin/themes/current/editor?template=page&addAppBlockId=${env.SHOPIFY_API_KEY}/returns-form&target=newAppsSection`,
  }
}

export default function HomePage() {
  const { home, stop, versionEnd, themeEditorUrl } = useLoaderData<typeof loader>()
  return (
    <AdminPage title="Home">
      <BlockStack gap="400">
        {stop ? (
          <Banner
            tone="critical"
            title="No money moves"
            action={{ content: 'Payment safety', url: '/app/settings/safety' }}
          >
            <p>{stop}</p>
          </Banner>
        ) : null}
        {versionEnd ? <Banner tone="warning" title={versionEnd} /> : null}
        <Waiting waiting={home.waiting} />
        <Layout>
          <Layout.Section>
            <NeedsYou home={home} />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <MoneyCard money={home.money} />
              <Figures figures={home.figures} />
              <SetUpCard isPolicyPublished={home.isPolicyPublished} themeEditorUrl={themeEditorUrl} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </AdminPage>
  )
}

function Waiting({ waiting }: { readonly waiting: HomeFigures['waiting'] }) {
  const tiles = [
    { label: 'Needs you', value: waiting.needsYou, view: 'needs_you' },
    { label: 'In review', value: waiting.inReview, view: 'in_review' },
    { label: 'On the way', value: waiting.onTheWay, view: 'on_the_way' },
    { label: 'To pay', value: waiting.toPay, view: 'to_pay' },
  ]
  return (
    <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
      {tiles.map(({ label, value, view }) => (
        <Card key={view}>
          <BlockStack gap="100">
            <Link url={`/app/returns?view=${view}`} monochrome removeUnderline>
              {label}
            </Link>
            <Text as="p" variant="headingLg" numeric>
              {value}
            </Text>
          </BlockStack>
        </Card>
      ))}
    </InlineGrid>
  )
}

function NeedsYou({ home }: { readonly home: HomeFigures }) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Needs you
        </Text>
        {home.waiting.cases > 0 ? (
          <Link url="/app/cases">
            {home.waiting.cases === 1
              ? '1 case needs an answer'
              : `${home.waiting.cases} cases need an answer`}
          </Link>
        ) : null}
        {home.waiting.dataRequests > 0 ? (
          <Link url="/app/settings/privacy">
            {home.waiting.dataRequests === 1
              ? '1 buyer wants their data'
              : `${home.waiting.dataRequests} buyers want their data`}
          </Link>
        ) : null}
        {home.rows.length === 0 ? <Nothing isEmpty={home.isEmpty} /> : null}
        {home.rows.map((row, index) => (
          <BlockStack gap="400" key={row.id}>
            {index > 0 ? <Divider /> : null}
            <Row row={row} />
          </BlockStack>
        ))}
        {home.waiting.needsYou > home.rows.length ? (
          <Link url="/app/returns?view=needs_you">Show all {home.waiting.needsYou}</Link>
        ) : null}
      </BlockStack>
    </Card>
  )
}

function Nothing({ isEmpty }: { readonly isEmpty: boolean }) {
  if (!isEmpty) return <Text as="p">Nothing waits for you.</Text>
  return (
    <EmptyState heading="No returns yet" image="">
      <p>
        Returns appear here as soon as a shopper asks for one in your store. Add the returns form to your
        theme to begin.
      </p>
    </EmptyState>
  )
}

function Row({ row }: { readonly row: ReturnRow }) {
  return (
    <InlineStack align="space-between" gap="200" blockAlign="center">
      <BlockStack gap="050">
        {/* Polaris' stacks hand their alignment on to stacks inside them, unless these say their own. */}
        <InlineStack align="start" gap="200" blockAlign="center">
          <Link url={`/app/returns/${row.id}`} removeUnderline>
            {row.title}
          </Link>
          <StatusBadge status={row.status} label={row.statusLabel} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {row.buyer} · {row.items}
        </Text>
        <Text as="p">{row.next}</Text>
      </BlockStack>
      <Box>
        <BlockStack inlineAlign="end" gap="050">
          <Text as="p" numeric fontWeight="semibold">
            {row.amount}
          </Text>
          <Text as="p" tone="subdued" variant="bodySm">
            {row.outcome} · {row.ago}
          </Text>
        </BlockStack>
      </Box>
    </InlineStack>
  )
}

function Figures({ figures }: { readonly figures: HomeFigures['figures'] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Last 30 days
        </Text>
        {figures.map(({ label, value }) => (
          <InlineStack key={label} align="space-between" gap="200">
            <Text as="span" tone="subdued">
              {label}
            </Text>
            <Text as="span" numeric fontWeight="semibold">
              {value}
            </Text>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  )
}
