import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { type EventRecord, findEvent } from '#app/db/event.server.ts'
import { markMessageSent, writeMessage } from '#app/db/message.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { findReturn } from '#app/db/return.server.ts'
import { namesForShopper } from '#app/domain/gift.ts'
import { ReturnId } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { writeMessage as writeWords } from '#app/notifications/index.ts'
import { mailPage } from '#app/notifications/mail-page.ts'
import { mailText } from '#app/notifications/mail-text.ts'
import type { MessageFacts } from '#app/notifications/message.ts'
import { readStorefrontUrl } from '#app/shopify/storefront-address.server.ts'
import { makeStatusToken, statusUrl } from '#app/status-link.server.ts'
import type { Handler } from '../handler.ts'
import { paysOnApproval } from '../pay-on-approval.server.ts'
import { RefundRequest } from '../refund-request.ts'

/**
 * Tells the shopper about an event. Idempotent by the message's row, unique per event and recipient: what is marked as sent is
 * not sent again. After dying between the mail server's answer and that mark it is sent twice, with the same Message-ID.
 */
export const sendMessage: Handler<'send-message'> = async (ctx, { eventId }) => {
  const loaded = await withShop(ctx.shop, async (tx) => {
    const event = await findEvent(tx, eventId)
    const record = event === null ? null : await findReturn(tx, ReturnId.parse(event.returnId))
    return event === null || record === null ? null : { event, record }
  })
  if (loaded === null) return
  const { event, record } = loaded
  const address = record.buyerEmail
  if (address === null || !isMailAddress(address)) return
  const text = mailText(record.locale, ctx.settings.locale)
  const facts = await factsOf(ctx, record, event)
  const written = writeWords(facts, event.event, text)
  if (written === null) return
  const page = mailPage(facts, written.content, text)
  const message = await withShop(ctx.shop, (tx) =>
    writeMessage(tx, ctx.shop, {
      returnId: record.id,
      eventId,
      kind: written.kind,
      recipient: address,
      ...page,
      createdAt: ctx.now(),
    }),
  )
  if (message.sentAt !== null) return
  const messageId = `${message.id}@${ctx.shop}`
  const { replyTo } = ctx.settings.portal
  await ctx.mailer.send({
    messageId,
    to: { name: record.buyerName ?? '', address },
    fromName: ctx.settings.name,
    replyTo: replyTo === '' ? ctx.settings.contactEmail || null : replyTo,
    // What was stored is what is sent, also on a later attempt.
    subject: message.subject,
    text: message.text,
    html: message.html,
  })
  await withShop(ctx.shop, (tx) => markMessageSent(tx, { id: message.id, messageId, sentAt: ctx.now() }))
}

async function factsOf(
  ctx: ShopContext,
  record: ReturnRecord,
  { event }: EventRecord,
): Promise<MessageFacts> {
  const token = makeStatusToken({ shop: ctx.shop, secret: env.SHOPIFY_API_SECRET }, record.id, ctx.now())
  const portalUrl = `${await readStorefrontUrl(ctx.admin)}${ctx.settings.portal.path}`
  const paidBy =
    event.kind === 'refund_settled'
      ? record.moneyIntents.find((intent) => intent.id === event.intentId)?.request
      : undefined
  const { name, orderName } = namesForShopper(record)
  // What was paid for a gift is not told to who was given it.
  const isGift = record.gift !== null
  return {
    shopName: ctx.settings.name,
    orderName,
    returnName: name,
    buyerName: record.buyerName,
    lines: record.lines.map((line) => ({
      title: line.variantTitle === null ? line.title : `${line.title} · ${line.variantTitle}`,
      quantity: line.quantity,
      isKept: line.keepsItem || record.keepsItems,
    })),
    promised: isGift ? null : record.promised,
    paid: isGift ? null : (RefundRequest.safeParse(paidBy).data?.quote ?? null),
    paysOnApproval: paysOnApproval(record),
    instructions: ctx.settings.portal.instructions,
    statusUrl: statusUrl(portalUrl, token),
  }
}
