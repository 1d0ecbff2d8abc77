import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Form, useFetcher, useLoaderData } from '@remix-run/react'
import { Banner, Box, BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { z } from 'zod'
import { answerCommand, done, no, readCommand } from '#app/admin-command.server.ts'
import { AdminPage } from '#app/components/admin-page.tsx'
import { CommandBanners } from '#app/components/command-banners.tsx'
import { sayBlocked, sayForbidden } from '#app/components/role-words.ts'
import { useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { formatInstant } from '#app/domain/dates.ts'
import { GiftedLine } from '#app/domain/gift.ts'
import { OrderGid } from '#app/domain/ids.ts'
import { assertNever } from '#app/domain/result.ts'
import { makeGiftCode, type MakeGiftCodeError, revokeGiftCode } from '#app/use-cases/gift-codes.server.ts'
import { findGiftOrder } from './find-gift-order.server.ts'
import { CodesCard } from './codes-card.tsx'
import { MakeCodeCard } from './make-code-card.tsx'

const Posted = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('make'),
    orderGid: OrderGid,
    lines: z.array(GiftedLine).max(250),
    requestKey: z.uuid(),
  }),
  z.object({ intent: z.literal('revoke'), orderGid: OrderGid, id: z.uuid() }),
])

export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const typed = (new URL(request.url).searchParams.get('order') ?? '').trim().slice(0, 60)
  const found = typed === '' ? null : await findGiftOrder(ctx, typed)
  const { timeZone, portal } = ctx.settings
  return {
    typed,
    isMiss: typed !== '' && found === null,
    isOff: portal.giftReturns === 'off',
    order:
      found === null
        ? null
        : {
            ...found,
            codes: found.codes.map((one) => ({
              ...one,
              endsAt: formatInstant(one.endsAt, 'en', timeZone),
            })),
          },
    blocked: sayBlocked(ctx.role, 'gift.make'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const command = await readCommand(request, Posted)
  if (command.intent === 'revoke') {
    const revoked = await revokeGiftCode(ctx, command)
    if (revoked.ok) return answerCommand(done('Gift code ended'))
    const { error } = revoked
    return answerCommand(
      error.kind === 'forbidden'
        ? no(403, sayForbidden(error))
        : no(409, 'This code has ended already. Load the page anew.'),
    )
  }
  const made = await makeGiftCode(ctx, command)
  if (made.ok) return answerCommand(done(`Gift code ${made.value.code ?? ''} made`))
  const { error } = made
  return answerCommand(no(error.kind === 'forbidden' ? 403 : 200, sayMakeError(error)))
}

function sayMakeError(error: MakeGiftCodeError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'not_found':
      return 'Shopify has no such order (any more).'
    case 'switched_off':
      return 'Gift returns are switched off in the settings of guests and storefronts.'
    case 'nothing_selected':
      return 'Choose at least one item.'
    case 'invalid_lines':
      return 'The order has changed. Load the page anew, then choose again.'
    case 'too_many':
      return 'There are 20 codes for this order already. End one of them first.'
    case 'shopify_unreachable':
      return 'Shopify could not be reached. Nothing was made. Try again in a moment.'
    default:
      return assertNever(error)
  }
}

export default function GiftsPage() {
  const { typed, isMiss, isOff, order, blocked } = useLoaderData<typeof loader>()
  const command = useCommand(useFetcher<typeof action>())
  const [name, setName] = useState(typed)
  return (
    <AdminPage title="Gift codes" parent="returns">
      <BlockStack gap="400">
        {isOff ? (
          <Banner
            title="Gift returns are switched off"
            action={{ content: 'Open settings', url: '/app/settings/guests' }}
          />
        ) : null}
        <CommandBanners command={command} />
        <Card>
          <Form method="get">
            <InlineStack gap="300" blockAlign="end">
              <TextField
                label="Order"
                name="order"
                value={name}
                onChange={setName}
                maxLength={60}
                autoComplete="off"
                placeholder="#1001"
                error={isMiss ? 'Shopify has no order of this name.' : false}
              />
              <Button submit>Find order</Button>
            </InlineStack>
          </Form>
        </Card>
        {order === null ? null : (
          <>
            {order.codes.length === 0 ? null : (
              <CodesCard
                codes={order.codes}
                isDisabled={blocked !== null || command.isBusy}
                onRevoke={(id) => command.run({ intent: 'revoke', orderGid: order.gid, id })}
              />
            )}
            <MakeCodeCard
              // What was made leaves the form empty, with another key.
              key={`${order.gid} ${order.codes.length}`}
              order={order}
              blocked={blocked}
              isBusy={command.isBusy}
              onMake={(made) => command.run({ intent: 'make', orderGid: order.gid, ...made })}
            />
          </>
        )}
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <Text as="p" tone="subdued">
            Who holds a code sees the items, without prices and without anything of the buyer. The buyer is
            not told what becomes of it, and gets no money back for it.
          </Text>
        </Box>
      </BlockStack>
    </AdminPage>
  )
}
