import { withShop } from '#app/db.server.ts'
import { findGuestCode, markGuestCodeSent, replaceGuestCode } from '#app/db/guest-code.server.ts'
import { decrypt } from '#app/encryption.server.ts'
import { env } from '#app/env.server.ts'
import { freshCode, hashOfCode, sealContext } from '#app/guest-code.server.ts'
import { isMailAddress } from '#app/mail/mailer.ts'
import { guestCodeMail } from '#app/notifications/guest-code.ts'
import { mailText } from '#app/notifications/mail-text.ts'
import type { Handler } from '../handler.ts'

/**
 * Mails the one-time code of a guest's lookup. The code is made here, so that no row ever holds it. Idempotent by the count
 * of what was mailed; after dying in between a second mail replaces the first code. A decoy goes the same way and mails nothing.
 */
export const sendGuestCode: Handler<'send-guest-code'> = async (ctx, { codeId, send }) => {
  const waiting = await withShop(ctx.shop, (tx) => findGuestCode(tx, codeId))
  if (waiting === null || waiting.sent >= send) return
  const code = freshCode()
  await withShop(ctx.shop, (tx) =>
    replaceGuestCode(tx, { id: codeId, codeHash: hashOfCode(codeId, code), now: ctx.now() }),
  )
  const address =
    waiting.sealedTo === null ? null : decrypt(env.ENCRYPTION_KEY, waiting.sealedTo, sealContext(codeId))
  if (address !== null && isMailAddress(address)) {
    const { settings } = ctx
    const { replyTo } = settings.portal
    await ctx.mailer.send({
      messageId: `code-${codeId}-${send}@${ctx.shop}`,
      to: { name: '', address },
      fromName: settings.name,
      replyTo: replyTo === '' ? settings.contactEmail || null : replyTo,
      ...guestCodeMail(
        { shopName: settings.name, orderName: waiting.orderName ?? '', code },
        mailText(waiting.locale, settings.locale),
      ),
    })
  }
  await withShop(ctx.shop, (tx) => markGuestCodeSent(tx, codeId, send))
}
