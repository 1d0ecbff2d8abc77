import { titleOfReturn } from '#app/components/return-view.ts'
import { sayMoneyStop } from '#app/components/safety-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { type ApprovalRecord, listWaitingApprovals } from '#app/db/approval.server.ts'
import { listAudit } from '#app/db/audit.server.ts'
import { findMoneyStop } from '#app/db/kill-switch.server.ts'
import { findLimits } from '#app/db/limit.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import { listStaff } from '#app/db/staff-role.server.ts'
import { formatAgo, formatInstant } from '#app/domain/dates.ts'
import { formatMoney } from '#app/domain/money.ts'
import { mayDo } from '#app/domain/roles.ts'
import { sayActor } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { sayAudit } from './audit-words.ts'

const mostEntries = 20
const mostWaiting = 50

/** What the page of payment safety shows, written out. */
export async function readSafetyPage(ctx: ShopContext) {
  const { shop, settings, role, actor } = ctx
  const { timeZone, currency } = settings
  const now = ctx.now()
  const translator = translatorFor('en', timeZone)
  const read = await withShop(shop, async (tx) => {
    const waiting = await listWaitingApprovals(tx, shop, mostWaiting)
    const returns: { approval: ApprovalRecord; title: string }[] = []
    for (const approval of waiting)
      returns.push({ approval, title: titleOfReturn(await getReturn(tx, approval.returnId)) })
    return {
      people: await listStaff(tx, shop),
      limits: await findLimits(tx, shop),
      stop: await findMoneyStop(tx, shop),
      audit: await listAudit(tx, shop, mostEntries),
      returns,
    }
  })
  return {
    currency,
    me: actor.kind === 'staff' ? actor.id : '',
    may: {
      giveRoles: mayDo(role, 'roles.save').ok,
      setLimits: mayDo(role, 'limits.save').ok,
      stop: mayDo(role, 'money.stop').ok,
      start: mayDo(role, 'money.start').ok,
    },
    people: read.people.map(({ userId, name, role: theirs, isOwner, firstSeenAt }) => ({
      userId,
      name,
      role: theirs,
      detail: `${isOwner ? 'Owner of the store. ' : ''}First here ${formatInstant(firstSeenAt, 'en', timeZone)}`,
    })),
    limits: read.limits.limits,
    limitsVersion: read.limits.version,
    stop: read.stop && { scope: read.stop.scope, text: sayMoneyStop(read.stop, timeZone) },
    waiting: read.returns.map(({ approval, title }) => ({
      id: approval.id,
      returnId: approval.returnId,
      title,
      amount: formatMoney(approval.amount, 'en'),
      by: sayActor(translator, approval.requestedBy),
      ago: formatAgo({ instant: approval.createdAt, now, locale: 'en' }),
    })),
    audit: read.audit.map(({ id, at, actor: by, event }) => ({
      id,
      at: formatInstant(at, 'en', timeZone),
      by: sayActor(translator, by),
      text: sayAudit(event),
    })),
  }
}
export type SafetyPage = Awaited<ReturnType<typeof readSafetyPage>>
