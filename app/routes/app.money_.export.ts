import { Readable } from 'node:stream'
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { sayForbidden } from '#app/components/role-words.ts'
import { contextFromAdmin } from '#app/context.server.ts'
import { endOfDay, startOfDay } from '#app/domain/dates.ts'
import { exportLedger } from '#app/use-cases/export-ledger.server.ts'
import { kindsShown, readExportDays, readLedgerAddress } from './app.money/ledger-address.ts'

/** The ledger as a CSV file. Its days are the shop's own. */
export async function loader({ request }: LoaderFunctionArgs) {
  const ctx = await contextFromAdmin(request)
  const params = new URL(request.url).searchParams
  const days = readExportDays(params)
  if (days === 'refused') throw new Response('The days are not days.', { status: 400 })
  const { timeZone } = ctx.settings
  const exported = await exportLedger(ctx, {
    from: days.from === null ? null : startOfDay(days.from, timeZone),
    before: days.to === null ? null : endOfDay(days.to, timeZone),
    kinds: kindsShown[readLedgerAddress(params).show],
  })
  if (!exported.ok) return new Response(sayForbidden(exported.error), { status: 403 })
  const name = ['homeward-ledger', days.from, days.to].filter(Boolean).join('_')
  return new Response(createReadableStreamFromReadable(Readable.from(exported.value)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
