import { caseUrl, makeCaseToken } from '#app/case-link.server.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { type CaseMessageRecord, type CaseWithMessages, findCaseOfMessage } from '#app/db/case.server.ts'
import { markMessageSent, writeMessage } from '#app/db/message.server.ts'
import { caseName } from '#app/domain/case.ts'
import { formatInstantInZone } from '#app/domain/dates.ts'
import { env } from '#app/env.server.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { caseFrame, type CaseMessageFacts, writeCaseMessage } from '#app/notifications/case-message.ts'
import { letterPage } from '#app/notifications/mail-page.ts'
import { mailText } from '#app/notifications/mail-text.ts'
import { readStorefrontUrl } from '#app/shopify/storefront-address.server.ts'
import { makeStatusToken, statusUrl } from '#app/status-link.server.ts'
import type { Handler } from '../handler.ts'

/**
 * Acknowledges what a shopper declared or wrote first, or tells her what staff wrote. Idempotent by the message's row, unique
 * per message of the case and recipient: what is marked as sent is not sent again.
 */
export const sendCaseMessage: Handler<'send-case-message'> = async (ctx, { messageId }) => {
  const known = await withShop(ctx.shop, (tx) => findCaseOfMessage(tx, messageId))
  const said = known?.messages.find(({ id }) => id === messageId)
  const address = known?.buyerEmail ?? null
  if (known === null || said === undefined || address === null || !isMailAddress(address)) return
  if (said.isRedacted || said.kind === 'step') return
  const text = mailText(known.locale, ctx.settings.locale)
  const facts = await factsOf(ctx, { known, said, locale: text.locale })
  const page = letterPage(caseFrame(facts, text), writeCaseMessage(facts, text), text)
  const kind = said.actor.kind === 'staff' ? 'case_answer' : `case_${known.kind}`
  const message = await withShop(ctx.shop, (tx) =>
    writeMessage(tx, ctx.shop, {
      returnId: known.returnId,
      eventId: said.id,
      kind,
      recipient: address,
      ...page,
      createdAt: ctx.now(),
    }),
  )
  if (message.sentAt !== null) return
  const mailId = `${message.id}@${ctx.shop}`
  const { replyTo } = ctx.settings.portal
  await ctx.mailer.send({
    messageId: mailId,
    // A name that a stranger typed stays out of the header.
    to: { name: '', address },
    fromName: ctx.settings.name,
    replyTo: replyTo === '' ? ctx.settings.contactEmail || null : replyTo,
    subject: message.subject,
    text: message.text,
    html: message.html,
  })
  await withShop(ctx.shop, (tx) =>
    markMessageSent(tx, { id: message.id, messageId: mailId, sentAt: ctx.now() }),
  )
}

async function factsOf(
  ctx: ShopContext,
  {
    known,
    said,
    locale,
  }: {
    readonly known: CaseWithMessages
    readonly said: CaseMessageRecord
    readonly locale: string
  },
): Promise<CaseMessageFacts> {
  const portalUrl = `${await readStorefrontUrl(ctx.admin)}${ctx.settings.portal.path}`
  const scope = { shop: ctx.shop, secret: env.SHOPIFY_API_SECRET }
  // Who declared a withdrawal need not be whose order it is: her link opens her declaration and no return.
  const returnId = known.kind === 'withdrawal' ? null : known.returnId
  return {
    shopName: ctx.settings.name,
    kind: known.kind,
    name: caseName(known.number),
    orderName: known.orderName,
    buyerName: known.buyerName,
    statement: said.kind === 'statement' && said.actor.kind === 'shopper' ? said.statement : null,
    text: said.text,
    time: formatInstantInZone(said.at, locale, ctx.settings.timeZone),
    url:
      returnId === null
        ? caseUrl(portalUrl, makeCaseToken(scope, known.id, ctx.now()))
        : statusUrl(portalUrl, makeStatusToken(scope, returnId, ctx.now())),
  }
}
