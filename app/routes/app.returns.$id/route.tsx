import { TitleBar } from '@shopify/app-bridge-react'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { type ShouldRevalidateFunctionArgs, useFetcher, useLoaderData, useNavigate } from '@remix-run/react'
import { Banner, BlockStack, Layout, Page, useBreakpoints } from '@shopify/polaris'
import type { ReactNode } from 'react'
import { answerCommand, readCommand } from '#app/admin-command.server.ts'
import { caseRow } from '#app/components/case-view.ts'
import { GoodsCard } from '#app/components/goods-card.tsx'
import { MoneyCard } from '#app/components/money-card.tsx'
import { ReturnLines } from '#app/components/return-lines.tsx'
import { returnView, versionsOf } from '#app/components/return-view.ts'
import { StatusBadge } from '#app/components/status-badge.tsx'
import { TimelineCard } from '#app/components/timeline-card.tsx'
import { type CommandRunner, useCommand } from '#app/components/use-command.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listCasesOfReturn } from '#app/db/case.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { getPolicies } from '#app/db/policy.server.ts'
import { listPhotosOfReturn } from '#app/db/photo.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import { ReturnId } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { photoLink } from '#app/photo-link.server.ts'
import { AboutCards } from './about-cards.tsx'
import { CasesCard } from './cases-card.tsx'
import { NextStepCard } from './next-step-card.tsx'
import { ApprovalCard } from './approval-card.tsx'
import { moneyCasesOf } from './money-cases.ts'
import { MoneyCasesCard } from './money-cases-card.tsx'
import { type PaymentRights, readPaymentRights } from './payment-rights.server.ts'
import { performOnReturn, type ReturnAnswer, ReturnCommand } from './perform.server.ts'
import { readLocations } from './read-locations.server.ts'
import { readRefundOptions } from './refund-options.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const id = ReturnId.safeParse(params.id)
  const found = id.success
    ? await withShop(ctx.shop, async (tx) => {
        const record = await findReturn(tx, id.data)
        return (
          record && {
            record,
            events: await listEvents(tx, ctx.shop, record.id),
            policies: await getPolicies(tx, ctx.shop, versionsOf(record)),
            rights: await readPaymentRights(ctx, tx, record.id),
            talks: await listCasesOfReturn(tx, ctx.shop, record.id),
            photos: await listPhotosOfReturn(tx, record.id),
          }
        )
      })
    : null
  if (!found) throw new Response('No such return', { status: 404 })
  const { timeZone } = ctx.settings
  const scope = { shop: ctx.shop, secret: env.SHOPIFY_API_SECRET }
  const photos = found.photos.map(({ id: photo, returnLineId }) => ({
    returnLineId,
    url: photoLink(scope, photo, ctx.now()),
  }))
  const translator = translatorFor('en', timeZone)
  const view = returnView({ ...found, photos, now: ctx.now(), timeZone, translator })
  const { id: returnId } = found.record
  return {
    view,
    rights: found.rights,
    talks: found.talks.map((one) =>
      caseRow(one, { now: ctx.now(), translator: translatorFor('en', timeZone) }),
    ),
    cases: moneyCasesOf(found.record, { events: found.events.map(({ event }) => event), now: ctx.now() }),
    // Shopify answers these; the page does not wait for them.
    refundOptions: view.commands.includes('refund') ? readRefundOptions(ctx, returnId) : null,
    locations: view.commands.includes('receive') ? readLocations(ctx) : null,
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const id = ReturnId.safeParse(params.id)
  if (!id.success) throw new Response('No such return', { status: 404 })
  return answerCommand(await performOnReturn(ctx, id.data, await readCommand(request, ReturnCommand)))
}

/** A preview changes nothing: what the page shows stays, and Shopify is not asked for it again. */
export function shouldRevalidate({ formAction, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  return formAction?.endsWith('/preview') === true ? false : defaultShouldRevalidate
}

export default function ReturnPage() {
  const { view, rights, cases, talks, refundOptions, locations } = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const command = { ...useCommand(useFetcher<typeof action>()), ...blocksOf(rights) }
  const nextStep = (
    <>
      {rights.waiting ? (
        <ApprovalCard waiting={rights.waiting} buyer={view.buyer.name} command={command} />
      ) : null}
      <NextStepCard view={view} refundOptions={refundOptions} locations={locations} command={command} />
    </>
  )
  const exceptions = (
    <MoneyCasesCard
      // What was done leaves the forms empty.
      key={view.timeline.length}
      returnId={view.id}
      buyer={view.buyer.name}
      cases={cases}
      command={command}
    />
  )
  return (
    <Page
      title={view.title}
      subtitle={`Requested ${view.requested}`}
      titleMetadata={<StatusBadge status={view.status} label={view.statusLabel} />}
    >
      <TitleBar title={view.title}>
        <button variant="breadcrumb" onClick={() => navigate('/app/returns')}>
          Returns
        </button>
      </TitleBar>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {rights.stop ? (
              <Banner tone="critical" title="No money moves">
                <p>{rights.stop}</p>
              </Banner>
            ) : null}
            {view.gift ? (
              <Banner title={`Gift return ${view.gift.reference}`}>
                <p>For who was given the items. The buyer is told nothing and gets no money back for it.</p>
              </Banner>
            ) : null}
            {view.attention && !rights.waiting ? (
              <Banner tone="warning" title={`A person must look: ${view.attention}`} />
            ) : null}
            {view.decline ? (
              <Banner title={`Declined: ${view.decline.reason}`}>
                {view.decline.note ? <p>{view.decline.note}</p> : null}
              </Banner>
            ) : null}
            <OnScreen size="narrow">{nextStep}</OnScreen>
            <ReturnLines lines={view.lines} policyVersion={view.policyVersion} />
            <GoodsCard goods={view.goods} lines={view.lines} />
            <MoneyCard
              promised={view.promised}
              movements={view.movements}
              outcome={view.outcomeLabel}
              dueByLaw={view.dueByLaw}
            />
            {exceptions}
            <CasesCard returnId={view.id} rows={talks} email={view.buyer.email} blocked={command.blocked} />
            <TimelineCard timeline={view.timeline} command={command} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <OnScreen size="wide">{nextStep}</OnScreen>
            <AboutCards view={view} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  )
}

/** What stands elsewhere on a wide screen than on a narrow one. */
function OnScreen(props: { readonly size: 'narrow' | 'wide'; readonly children: ReactNode }) {
  const { mdDown } = useBreakpoints()
  return mdDown === (props.size === 'narrow') ? props.children : null
}

/** Why who looks may not do it, null where they may. */
function blocksOf(rights: PaymentRights) {
  return {
    /** Handling the return. */
    blocked: rights.handle,
    payBlocked: rights.pay,
    feesBlocked: rights.changeFees,
    resolveBlocked: rights.resolve,
    /** A payment waits for somebody: deciding about it is the one thing to do. */
    isWaiting: rights.waiting !== null,
  }
}

/** The commands of the page, and what stands in the way of some of them. */
export type ReturnCommands = CommandRunner<object, ReturnAnswer> & ReturnType<typeof blocksOf>
