import { shopifyGraphqlErrors } from '#app/shopify/admin-error.ts'
import type { AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { calculateReturn } from '#app/shopify/return-calculation.server.ts'
import { createReturn } from '#app/shopify/returns.server.ts'
import { processReturn, readSettlement } from '#app/shopify/settlement.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import {
  CustomerGid,
  FulfillmentLineItemGid,
  OrderGid,
  ReturnId,
  type ShopifyReturnGid,
} from '#app/domain/ids.ts'
import { add, compare, isZero, type Money, money, parseDecimal, sub, sum, zero } from '#app/domain/money.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { type Quote, sumOfFees } from '#app/domain/refund/quote.ts'
import { assertAddsUp } from '#app/domain/refund/quote-adds-up.ts'
import { StoredQuote } from '#app/domain/refund/stored-quote.ts'
import { promisedQuote } from '#app/jobs/promised-quote.ts'
import { refundQuote } from '#app/jobs/refund-quote.ts'
import { noExtras, type RefundExtras, type UnitRange } from '#app/jobs/refund-request.ts'
import { createDice, type Dice, randomOrder } from '../../dev-store/conformance/flow-order.ts'
import { createWorld, FLOW_SHOP } from '../../dev-store/conformance/flow-world.ts'
import { ledgerRows } from '../../dev-store/server/ledger.ts'

/** What a run found wrong. `seed` runs the same order again. */
export type MoneyFault = { readonly seed: number; readonly problem: string }
/** What was compared, so that "no fault" says how much it stands for. */
export type MoneyTally = {
  /** Orders of which something came back; one that nobody paid or that was never sent says nothing. */
  readonly orders: number
  /** Orders that came back whole, and were compared with all that was paid for them. */
  readonly wholes: number
  readonly returns: number
  readonly refunds: number
  readonly currencies: Readonly<Record<string, number>>
}

type World = ReturnType<typeof createWorld>
type DevOrder = ReturnType<typeof randomOrder>
type Line = { readonly id: string; readonly gid: FulfillmentLineItemGid; readonly quantity: number }
type Method = 'original_payment' | 'store_credit'

const restockingPercents = [0, 0, 0, 10, 12.5, 33.33]

/** Shopify's order, and the app's own adapters over it. */
type Run = {
  readonly world: World
  readonly dice: Dice
  readonly admin: AdminGraphql
  readonly order: DevOrder
  readonly currency: string
  readonly faults: string[]
  returns: number
  refunds: number
  wholes: number
  feesTaken: Money
}

/** Runs generated orders one after the other in one engine; each begins from the same empty shop. */
export function createMoneyRunner() {
  const world = createWorld()
  const empty = world.engine.dump()
  return async (seed: number): Promise<{ faults: MoneyFault[]; tally: MoneyTally }> => {
    world.engine.load(empty)
    world.clock.set(0)
    const dice = createDice(seed)
    const order = world.engine.transact(FLOW_SHOP, (context) => randomOrder(context, dice))
    const currency = order.presentmentCurrency
    const admin = adminOver(world, seed)
    const run: Run = {
      world,
      dice,
      admin,
      order,
      currency,
      faults: [],
      returns: 0,
      refunds: 0,
      wholes: 0,
      feesTaken: zero(currency),
    }
    await runOrder(run)
    const { returns, refunds, wholes } = run
    const orders = returns > 0 ? 1 : 0
    const tally = { orders, wholes, returns, refunds, currencies: { [currency]: orders } }
    return { faults: run.faults.map((problem) => ({ seed, problem })), tally }
  }
}

/** The Admin API of the dev store's engine without HTTP: what the adapters of the app talk to. */
function adminOver({ engine, token }: World, seed: number): AdminGraphql {
  // An app of its own for each order, and so a bucket of points of its own.
  const own = { ...token, appId: `gid://shopify/App/${seed}` }
  return async <T>(
    query: string,
    { variables = {} }: { variables?: Readonly<Record<string, unknown>> } = {},
  ) => {
    const reply = await engine.graphql({ version: '2026-10', shop: FLOW_SHOP, token: own, query, variables })
    // What GraphQL answers; the adapters' generated types say the rest.
    const body = reply.body as { data?: T; errors?: { message: string }[] }
    if (body.errors !== undefined)
      throw shopifyGraphqlErrors(body.errors.map(({ message }) => ({ message, code: null, path: null })))
    if (body.data === undefined) throw new Error('No answer')
    return body.data
  }
}

/** Sends everything back that was sent out, in one to three returns, each paid in parts, then compares the whole. */
async function runOrder(run: Run): Promise<void> {
  const lines = sentOut(run.order)
  if (lines.length === 0 || isZero(paidFor(run))) return
  const parcels = splitUnits(run.dice, lines, run.dice.int(1, 3))
  const isFree = run.dice.chance(0.5)
  for (const [index, parcel] of parcels.entries()) {
    const isLast = index === parcels.length - 1
    await oneReturn(run, parcel, {
      isFree,
      extras: isLast && isFree && run.dice.chance(0.5) ? everything(run) : noExtras,
    })
  }
  compareWhole(run, lines)
}

function sentOut(order: DevOrder): Line[] {
  return order.fulfillments.flatMap((fulfillment) =>
    fulfillment.lineItems.map((line) => ({
      id: line.id,
      gid: FulfillmentLineItemGid.parse(line.id),
      quantity: line.quantity,
    })),
  )
}

/** Shipping and duties of the order, whole. */
function everything({ order }: Run): RefundExtras {
  const duties = order.lineItems.flatMap((line) => line.duties)
  return { shipping: 'full', duties: duties.map((duty) => ({ dutyGid: duty.id, part: 'FULL' })) }
}

/** Every unit goes into one of the parcels, by the dice. */
function splitUnits(dice: Dice, lines: readonly Line[], count: number): Line[][] {
  const parcels = Array.from({ length: count }, () => new Map<string, number>())
  for (const line of lines)
    for (let unit = 0; unit < line.quantity; unit += 1) {
      const parcel = dice.pick(parcels)
      parcel.set(line.id, (parcel.get(line.id) ?? 0) + 1)
    }
  return parcels
    .map((parcel) =>
      lines.flatMap((line) => (parcel.has(line.id) ? [{ ...line, quantity: parcel.get(line.id) ?? 0 }] : [])),
    )
    .filter((parcel) => parcel.length > 0)
}

async function oneReturn(
  run: Run,
  lines: readonly Line[],
  how: { readonly isFree: boolean; readonly extras: RefundExtras },
): Promise<void> {
  const { admin, dice, currency, order } = run
  run.returns += 1
  const percents = lines.map(() => (how.isFree ? 0 : dice.pick(restockingPercents)))
  const fees = how.isFree || dice.chance(0.6) ? [] : randomFees(dice, currency)
  const returnShippingFee = sumOfFees(fees, currency)
  const calculation = await calculateReturn(admin, {
    orderGid: OrderGid.parse(order.id),
    currency,
    lines: lines.map((line, index) => ({
      fulfillmentLineItemId: line.gid,
      quantity: line.quantity,
      restockingFeePercent: percents[index] ?? 0,
    })),
    returnShippingFee,
  })
  if (calculation === null) return void run.faults.push('returnCalculate answered nothing')
  const method: Method = order.customerId !== null && dice.chance(0.3) ? 'store_credit' : 'original_payment'
  const promised = promisedQuote({
    outcome: outcomeOf(method),
    currency,
    calculation,
    fees,
    flatBonus: zero(currency),
    lines: lines.map((line) => promisedLine(line, outcomeOf(method))),
  })
  checkReceipt(run, 'promise', promised)
  const made = await createReturn(admin, {
    orderGid: OrderGid.parse(order.id),
    marker: `rtn:${run.returns}`,
    lines: lines.map((line, index) => ({
      fulfillmentLineItemGid: line.gid,
      quantity: line.quantity,
      reasonDefinitionGid: 'gid://shopify/ReturnReasonDefinition/2',
      note: 'as agreed',
      restockingFeePercent: percents[index] ?? 0,
    })),
    returnShippingFee,
  })
  if (!made.ok) return void run.faults.push(`returnCreate refused: ${JSON.stringify(made.error)}`)
  const record = recordOf(run, { lines, percents, promised, made: made.value })
  await payInParts(run, { record, gid: made.value.gid, promised, method, extras: how.extras })
}

const outcomeOf = (method: Method): Outcome => (method === 'store_credit' ? 'store_credit' : 'refund')

function randomFees(dice: Dice, currency: string) {
  return ['return_shipping', 'handling']
    .filter(() => dice.chance(0.6))
    .map((key) => ({ key, amount: money(dice.int(1, 499), currency) }))
}

function promisedLine(line: Line, outcome: Outcome) {
  const { id: lineId, gid: fulfillmentLineItemId, quantity } = line
  return { lineId, fulfillmentLineItemId, title: lineId, quantity, outcome, bonusPercent: 0 }
}

/** What `refundQuote` asks of a stored return. */
function recordOf(
  { order, currency }: Run,
  parts: {
    readonly lines: readonly Line[]
    readonly percents: readonly number[]
    readonly promised: Quote
    readonly made: {
      readonly gid: ShopifyReturnGid
      readonly name: string
      readonly lines: readonly {
        readonly shopifyReturnLineGid: string
        readonly fulfillmentLineItemGid: string
      }[]
    }
  },
): ReturnRecord {
  const at = '2026-10-01T12:00:00.000Z'
  return {
    id: ReturnId.parse('11111111-1111-4111-8111-111111111111'),
    orderGid: OrderGid.parse(order.id), orderName: order.name, shopifyReturnGid: parts.made.gid, name: parts.made.name, status: 'approved', outcome: parts.promised.outcome,
    buyerEmail: null, buyerName: null, customerGid: order.customerId === null ? null : CustomerGid.parse(order.customerId), currency, country: null, locale: 'en', submissionKey: 'run',
    decision: { policyVersion: 1, judgedAt: at, lawVersion: null, lines: [] }, policyVersion: 1,
    // As the database keeps it: through JSON and back.
    promised: StoredQuote.parse(JSON.parse(JSON.stringify(parts.promised))),
    requestedAt: at, decidedAt: at, receivedAt: null, closedAt: null, declineReason: null, declineNote: null, attention: null,
    redactedAt: null, gift: null, openingAt: at, generation: 0, feeChange: null,
    keepsItems: false, scannedAt: null, consent: null,
    returnMethod: null, version: 1, receivedItems: [], moneyIntents: [],
    lines: parts.lines.map((line, position) => ({
      id: line.id, position, lineId: line.id, lineItemGid: '', fulfillmentLineItemGid: line.gid,
      shopifyReturnLineGid: parts.made.lines.find((one) => one.fulfillmentLineItemGid === line.gid)?.shopifyReturnLineGid ?? null,
      title: line.id, variantTitle: null, sku: null, imageUrl: null, quantity: line.quantity, reasonHandle: '', reasonName: '', reasonDefinitionGid: null, note: '',
      outcome: parts.promised.outcome, verdict: 'approve', restockingFeeBasisPoints: Math.round((parts.percents[position] ?? 0) * 100), exchange: null, keepsItem: false, shopifyExchangeLineGid: null,
      answers: [],
    })),
  } // prettier-ignore
}

type Paying = {
  readonly record: ReturnRecord
  readonly gid: ShopifyReturnGid
  readonly promised: Quote
  readonly method: Method
  readonly extras: RefundExtras
}

/** Pays the return in one to four parts in any order; each quote must be what the ledger moves, and all parts the promise. */
async function payInParts(run: Run, paying: Paying): Promise<void> {
  const { dice, currency } = run
  const { record, promised } = paying
  const batches = partsInAnyOrder(dice, record)
  const paid: Money[] = []
  let beside = zero(currency)
  for (const [index, units] of batches.entries()) {
    const extras = index === batches.length - 1 ? paying.extras : noExtras
    const quote = await payPart(run, { ...paying, extras }, units)
    if (quote === null) return
    paid.push(quote.refund)
    beside = add(beside, add(quote.shipping, quote.duties))
  }
  const whole = sum(paid, currency)
  const expected = add(promised.refund, beside)
  const fees = sum(
    [...promised.lines.map((line) => line.restockingFee), promised.returnShippingFee],
    currency,
  )
  // Where fees eat more than a part is worth, what the part could not give is owed by the buyer and comes off the next ones.
  if (isZero(promised.adjustment) && whole.minor !== expected.minor)
    run.faults.push(`parts ${whole.minor} are not the promise ${expected.minor} (${batches.length} parts)`)
  run.feesTaken = add(run.feesTaken, fees)
}

/** Units line by line from the front, as Shopify processes them, in parts that the dice cut. */
function partsInAnyOrder(dice: Dice, record: ReturnRecord): UnitRange[][] {
  const count = dice.int(1, 4)
  const taken = new Map<string, number>()
  const parts: UnitRange[][] = []
  for (let part = 1; part <= count; part += 1) {
    const units = record.lines.flatMap((line): UnitRange[] => {
      const from = taken.get(line.id) ?? 0
      const to = part === count ? line.quantity : dice.int(from, line.quantity)
      taken.set(line.id, to)
      return to > from ? [{ returnLineId: line.id, from, to }] : []
    })
    if (units.length > 0) parts.push(units)
  }
  return parts
}

async function payPart(run: Run, paying: Paying, units: readonly UnitRange[]): Promise<Quote | null> {
  const { admin, currency, order, world } = run
  const { record, gid, method, extras } = paying
  const lines = units.map((range) => ({
    gid: record.lines.find((line) => line.id === range.returnLineId)?.shopifyReturnLineGid ?? '',
    quantity: range.to - range.from,
  }))
  const settlement = await readSettlement(admin, {
    gid,
    lines,
    lineCount: record.lines.length,
    currency,
    method,
    extras,
  })
  if (settlement === null) {
    run.faults.push('Shopify suggested nothing for units that are there')
    return null
  }
  const quote = refundQuote({ record, units, settlement, method })
  checkReceipt(run, 'refund', quote)
  const before = movedOf(world, order.name).length
  run.refunds += 1
  const correlation = `rtn:${run.returns}-${run.refunds}`
  const result = await processReturn(admin, {
    gid,
    lines,
    exchanges: [],
    note: correlation,
    extras,
    transactions: method === 'store_credit' ? [] : settlement.transactions,
    storeCredit: method === 'store_credit' ? settlement.storeCredit : null,
    sendBefore: Number.POSITIVE_INFINITY,
  })
  if (!result.ok) {
    run.faults.push(`returnProcess refused: ${JSON.stringify(result.error)}`)
    return null
  }
  compareWithLedger(run, quote, movedOf(world, order.name).slice(before))
  return quote
}

function movedOf({ engine }: World, order: string) {
  return ledgerRows(engine, { shop: FLOW_SHOP, order }).filter(
    (row) => row.kind === 'refund' || row.kind === 'store_credit',
  )
}

type Row = ReturnType<typeof movedOf>[number]

/** The ledger must hold exactly the quote: the sum, and tender by tender. */
function compareWithLedger({ currency, faults }: Run, quote: Quote, rows: readonly Row[]): void {
  const amountOf = (row: Row) => parseDecimal(row.amount, row.currency)
  const total = sum(rows.map(amountOf), currency)
  if (total.minor !== quote.refund.minor) faults.push(`ledger ${total.minor}, quote ${quote.refund.minor}`)
  const byGateway = (list: readonly { readonly gateway: string; readonly amount: Money }[]) => {
    const sums = new Map<string, number>()
    for (const { gateway, amount } of list) sums.set(gateway, (sums.get(gateway) ?? 0) + amount.minor)
    return JSON.stringify([...sums].sort())
  }
  const said = byGateway(quote.tenders)
  const done = byGateway(
    rows.map((row) => ({
      gateway: row.kind === 'store_credit' ? 'store_credit' : row.gateway,
      amount: amountOf(row),
    })),
  )
  if (quote.tenders.length > 0 && said !== done) faults.push(`tenders ${said}, ledger ${done}`)
  if (quote.tenders.length === 0 && rows.length > 0) faults.push(`no tender was shown, ledger ${done}`)
}

function checkReceipt({ faults }: Run, what: string, quote: Quote): void {
  try {
    assertAddsUp(quote)
  } catch (error) {
    faults.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What buyers paid for the order, by its payments. */
function paidFor({ order, currency }: Run): Money {
  return sum(
    order.transactions
      .filter((one) => (one.kind === 'SALE' || one.kind === 'CAPTURE') && one.status === 'SUCCESS')
      .map((one) => money(one.amount.presentment, currency)),
    currency,
  )
}

/**
 * Without fees, and with shipping and duties back, everything that was paid has come back but for the tip; however the units
 * were cut. Only where every unit was sent out, of course.
 */
function compareWhole(run: Run, lines: readonly Line[]): void {
  const { order, currency, faults, world } = run
  const back = sum(
    movedOf(world, order.name).map((row) => parseDecimal(row.amount, row.currency)),
    currency,
  )
  const paid = paidFor(run)
  if (compare(back, paid) > 0) faults.push(`${back.minor} went back of ${paid.minor} paid`)
  const units = lines.reduce((count, line) => count + line.quantity, 0)
  const goods = order.lineItems.filter((line) => !line.isTip)
  const sold = goods.reduce((count, line) => count + line.quantity, 0)
  if (units !== sold || !isZero(run.feesTaken)) return
  run.wholes += 1
  const tips = sum(
    order.lineItems.filter((line) => line.isTip).map((line) => money(line.unitPrice.presentment, currency)),
    currency,
  )
  const kept = sub(paid, back)
  const left = keptByShop(run)
  if (kept.minor !== add(tips, left).minor)
    faults.push(
      `${kept.minor} stayed with the shop, tips are ${tips.minor}, shipping and duties ${left.minor}`,
    )
}

/** Shipping with its tax and duties that no refund gave back, by the order as it was placed. */
function keptByShop({ order, currency, world }: Run): Money {
  const now = world.engine.state.tables.orders[order.id]
  const wentBack = (now?.refunds ?? []).flatMap((refund) => refund.shippingLines)
  const isShippingBack = wentBack.length > 0
  const isDutyBack = (now?.refunds ?? []).some((refund) => refund.duties.length > 0)
  const shipping = order.shippingLines.map((line) => {
    const price = money(line.price.presentment, currency)
    const discounts = line.discountAllocations.map((one) => money(one.amount.presentment, currency))
    const taxes = order.taxesIncluded
      ? []
      : line.taxLines.map((one) => money(one.amount.presentment, currency))
    return sub(add(price, sum(taxes, currency)), sum(discounts, currency))
  })
  const duties = order.lineItems.flatMap((line) =>
    line.duties.map((duty) => money(duty.price.presentment, currency)),
  )
  return add(
    isShippingBack ? zero(currency) : sum(shipping, currency),
    isDutyBack ? zero(currency) : sum(duties, currency),
  )
}
