import { Form, useSearchParams } from '@remix-run/react'
import { BlockStack, Box, Button, Card, Divider, InlineStack, Text, TextField } from '@shopify/polaris'
import { Fragment, useState } from 'react'
import type { OrderChoice } from './try-page.server.ts'

type Props = {
  readonly search: string
  readonly choices: readonly OrderChoice[]
  readonly isLoading: boolean
}

/** A search by the order's number, and what it found. */
export function ChooseOrderCard({ search, choices, isLoading }: Props) {
  const [typed, setTyped] = useState(search)
  const [params] = useSearchParams()
  return (
    <Card>
      <BlockStack gap="400">
        <Form method="get" role="search">
          <TextField
            label="Order number"
            name="q"
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            placeholder="#1001"
            clearButton
            onClearButtonClick={() => setTyped('')}
            connectedRight={
              <Button submit loading={isLoading}>
                Search
              </Button>
            }
          />
        </Form>
        <Text as="h2" variant="headingMd">
          {search === '' ? 'Latest orders' : `Orders that begin with ${search}`}
        </Text>
        {choices.length === 0 ? (
          <Text as="p" tone="subdued">
            No order has that number. Check it, or clear the search for the latest orders.
          </Text>
        ) : null}
        <BlockStack gap="200">
          {choices.map(({ id, name, about }, index) => (
            <Fragment key={id}>
              {index > 0 ? <Divider /> : null}
              <Box paddingBlock="100">
                <InlineStack gap="300" align="space-between" blockAlign="center">
                  <BlockStack gap="050">
                    <Button variant="plain" textAlign="start" url={addressOf(params, id)}>
                      {`Try ${name}`}
                    </Button>
                    <Text as="p" tone="subdued" breakWord>
                      {about}
                    </Text>
                  </BlockStack>
                </InlineStack>
              </Box>
            </Fragment>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  )
}

/** The options chosen for one order stay for the next. */
function addressOf(params: URLSearchParams, id: string): string {
  const next = new URLSearchParams(params)
  next.set('order', id)
  return `?${next.toString()}`
}
