/** One text of one file, in the place of another. It must be there exactly once, or the mutant is out of date. */
export type Patch = { readonly file: string; readonly find: string; readonly put: string }

/**
 * A bug of the kind that pays twice, loses money or hides it. `breaks` says which rule it forgets, `caughtIn` names the story
 * of the collection that is known to show it.
 */
export type Mutant = {
  readonly name: string
  readonly breaks: string
  readonly caughtIn: string
  readonly patches: readonly Patch[]
}

const mutant = (name: string, breaks: string, caughtIn: string, ...patches: readonly Patch[]): Mutant => ({
  name,
  breaks,
  caughtIn,
  patches,
})
const at = (file: string, find: string, put: string): Patch => ({ file, find, put })

const processRefund = 'app/jobs/handlers/process-refund.server.ts'
const sending = 'app/jobs/sending.server.ts'
const reconcileRefund = 'app/jobs/handlers/reconcile-refund.server.ts'
const reconcileReturn = 'app/jobs/handlers/reconcile-return.server.ts'
const payBonus = 'app/jobs/handlers/pay-bonus.server.ts'
const refundIntent = 'app/jobs/refund-intent.server.ts'
const refundOutcome = 'app/jobs/refund-outcome.server.ts'
const outbox = 'app/jobs/outbox.server.ts'
const intents = 'app/db/money-intent.server.ts'
const adminGraphql = 'app/shopify/admin-graphql.server.ts'
const failedMutation = 'app/shopify/failed-mutation.ts'
const amounts = 'app/shopify/amount.ts'
const refundReturn = 'app/use-cases/refund-return.server.ts'
const permitPayment = 'app/use-cases/permit-payment.server.ts'
const ledger = 'app/domain/ledger/book-intent.ts'

/** The database's own guard against paying units twice: bugs of the code behind it must be seen without it. */
const withoutGuard = at(
  'prisma/migrations/20261122050000_ledger/migration.sql',
  'FOR EACH ROW EXECUTE FUNCTION homeward_pay_units_once();',
  'FOR EACH ROW WHEN (false) EXECUTE FUNCTION homeward_pay_units_once();',
)

/** The seeded bugs. Each is a patch of the sources on a copy; the app itself knows nothing of them. */
export const mutants: readonly Mutant[] = [
  mutant(
    'no-unique-index',
    'R2: the inbox has no unique key, the same event is taken twice',
    'processed in Shopify twice, told three times',
    at(
      'prisma/migrations/20261122000000_first/migration.sql',
      'CREATE UNIQUE INDEX "WebhookDelivery_shop_eventId_topic_key"',
      'CREATE INDEX "WebhookDelivery_shop_eventId_topic_key"',
    ),
  ),
  mutant(
    'refund-outside-the-lock',
    'R2: the units are looked at before the lock only, and not again under it, nor by the database',
    'clicked twice',
    withoutGuard,
    at(refundIntent, 'if (live !== undefined)', 'if (live === null)'),
    at(
      refundReturn,
      `since the quote.
  const standing = inProgress(record)
  if (standing !== null) return err(standing)
  const allowed = transition(returnStateOf(record), 'refund')
  if (!allowed.ok) return`,
      `since the quote.
  const allowed = transition(returnStateOf(record), 'refund')
  if (!allowed.ok && record.id === '') return`,
    ),
    at(refundReturn, '!== unitsKey(now.units, 0))', "=== 'never')"),
  ),
  mutant(
    'forgets-the-version',
    'R3: a change of an intent does not ask whether it still is as it was read',
    'asleep at 13 until the lease is over',
    at(intents, 'where: { id: read.id, version: read.version },', 'where: { id: read.id },'),
  ),
  mutant(
    'forgets-the-lease',
    'R3: a job is taken although another worker has it',
    'two workers, one message',
    at(
      outbox,
      `where id = \${id}::uuid and shop = \${shop} and "doneAt" is null and "failedAt" is null
      and ("leasedUntil" is null or "leasedUntil" < clock_timestamp())`,
      `where id = \${id}::uuid and shop = \${shop} and "doneAt" is null and "failedAt" is null`,
    ),
    at(
      outbox,
      `"runAfter" <= \${now}::timestamptz
      and ("leasedUntil" is null or "leasedUntil" < clock_timestamp())`,
      `"runAfter" <= \${now}::timestamptz`,
    ),
  ),
  mutant(
    'forgets-fencing',
    'R3: a worker that lost its lease says that the job is done, which another one has put back',
    'asleep while another is told to wait',
    at(outbox, 'where: { id, leaseToken: lease, doneAt: null },', 'where: { id, doneAt: null },'),
  ),
  mutant(
    'never-recovers',
    'R3: what a dead worker had in hand is nobody’s for ever',
    'dies at 8 of a refund',
    at(
      outbox,
      `"runAfter" <= \${now}::timestamptz
      and ("leasedUntil" is null or "leasedUntil" < clock_timestamp())`,
      `"runAfter" <= \${now}::timestamptz
      and "leasedUntil" is null`,
    ),
  ),
  mutant(
    'new-key-on-retry',
    'R4: each sending carries a note of its own, so nothing finds the first again',
    'a whole refund',
    at(
      processRefund,
      'const note = `Homeward ${intent.correlation}`',
      'const note = `Homeward rtn:${crypto.randomUUID()}`',
    ),
  ),
  mutant(
    'server-error-is-a-failure',
    'R4: a 500 is taken for a refusal',
    'lost_500 of a refund',
    at(
      failedMutation,
      "if (isShopifyGraphqlErrors(error)) return { kind: 'refused', words }",
      "if (isShopifyGraphqlErrors(error) || (isShopifyUnreachable(error) && (error.status ?? 0) >= 500)) return { kind: 'refused', words }",
    ),
    at(processRefund, "if (outcome.kind !== 'refused' ||", 'if (true ||'),
  ),
  mutant(
    'timeout-means-not-done',
    'R4: no answer is taken for nothing done, and the credit is sent again',
    'lost_timeout of a refund',
    at(adminGraphql, "const sent = neverConnected(error) ? false : 'unknown'", 'const sent = false'),
  ),
  mutant(
    'broken-answer-means-not-done',
    'R4: a truncated answer is taken for nothing done',
    'lost_truncated of a refund',
    at(
      adminGraphql,
      "throw shopifyUnreachable('Shopify sent a broken answer', { sent: 'unknown',",
      "throw shopifyUnreachable('Shopify sent a broken answer', { sent: false,",
    ),
  ),
  mutant(
    'mutations-are-repeated',
    'R4: the transport asks a mutation again by itself',
    'lost_timeout of a refund',
    at(
      adminGraphql,
      'const data = sent.isMutation ? await send(options, sent) : await askPatiently(options, sent)',
      'const data = await send(options, sent).catch(() => send(options, sent))',
    ),
  ),
  mutant(
    'bonus-sent-again',
    'R4: a credit without an answer is sent again after one look',
    'a bonus that is late',
    at(
      payBonus,
      "const change = { state: 'unknown', emptyReads",
      "const change = { state: 'intended', emptyReads",
    ),
  ),
  mutant(
    'call-before-commit',
    'R1: Shopify is asked before the sending is committed',
    'dies at 14 of a refund',
    at(
      processRefund,
      `  const sent = await markSent(ctx, loaded, sending)
  if (sent === null) return
  const outcome = await pay(ctx, sent, prepared.payment)`,
      `  const outcome = await pay(ctx, intent, prepared.payment)
  const sent = await markSent(ctx, loaded, sending)
  if (sent === null) return`,
    ),
  ),
  mutant(
    'intent-without-a-job',
    'R1: the intent is committed, the job that pays is not',
    'a whole refund',
    at(refundIntent, "name: 'process-refund', payload,", "name: 'reconcile-refund', payload,"),
  ),
  mutant(
    'effect-without-an-event',
    'R1: what was refused is not told',
    'Shopify refuses a refund',
    at(
      refundOutcome,
      '...eventOf(recording), ...doubtOf(recording)],',
      "...(outcome.kind === 'refused' ? [] : eventOf(recording)), ...doubtOf(recording)],",
    ),
  ),
  mutant(
    'gives-up-silently',
    'R4: nobody is asked to look at a refund without an answer',
    'nothing was done, one unit of many: a person decides',
    at(refundOutcome, "  unknown: 'refund_unknown',\n", ''),
    at(reconcileRefund, 'if (isSure && !isSafe) {', 'if (isSure && isSafe && !isSafe) {'),
    at(
      reconcileRefund,
      'const isSafe = isSure && isTakenOnlyOnce(snapshot)',
      'const isSafe = isSure && !isSure && isTakenOnlyOnce(snapshot)',
    ),
  ),
  mutant(
    'pending-is-settled',
    'True states: the provider has not said yes yet, and we say so',
    'pending for an hour',
    at(refundOutcome, "return states.includes('pending') ? 'pending' : 'settled'", "return 'settled'"),
  ),
  mutant(
    'failure-is-settled',
    'True states: the provider said no, and we say yes',
    'fails soon',
    at(refundOutcome, "if (states.includes('failed')) return 'failed'\n", ''),
  ),
  mutant(
    'bonus-before-settled',
    'I18: the bonus is paid for a refund that has no answer',
    'lost_timeout of a credit with a bonus',
    at(
      refundOutcome,
      "if (state === 'settled' && intent.purpose === 'refund')\n",
      "if ((state === 'settled' || state === 'unknown') && intent.purpose === 'refund')\n",
    ),
  ),
  mutant(
    'bonus-of-another-amount',
    'R6: the bonus is not what the receipt says',
    'store credit with its bonus',
    at(refundOutcome, 'amount: bonus,', 'amount: { ...bonus, minor: bonus.minor + 1 },'),
  ),
  mutant(
    'rounds-up',
    'R6: amounts are written a minor unit too high',
    'a whole refund',
    at(
      amounts,
      'return { amount: toDecimal(value),',
      'return { amount: toDecimal({ ...value, minor: value.minor + 1 }),',
    ),
  ),
  mutant(
    'rounds-down',
    'R6: amounts lose their last minor unit on the way out',
    'a whole refund',
    at(
      amounts,
      'return { amount: toDecimal(value),',
      'return { amount: toDecimal({ ...value, minor: value.minor - 1 }),',
    ),
  ),
  mutant(
    'wrong-currency',
    'R6: the shop’s currency is written for the buyer’s',
    'no decimals, a fee',
    at(amounts, 'currencyCode: value.currency as CurrencyCode }', "currencyCode: 'USD' as CurrencyCode }"),
  ),
  mutant(
    'amount-not-read-again',
    'R5: what Shopify says now is not compared with what was agreed',
    'so much refunded in Shopify meanwhile that less is left',
    at(processRefund, 'if (!isSame(settlement.refund, intent.amount) || !isPayable) {', 'if (!isPayable) {'),
  ),
  mutant(
    'fee-not-in-shopify',
    'Fees are promised and not written on the return',
    'a fee in per cent',
    at(
      'app/shopify/returns.server.ts',
      'line.restockingFeePercent > 0 ?',
      'line.restockingFeePercent > 100 ?',
    ),
  ),
  mutant(
    'same-units-again',
    'I1: units whose outcome is unknown count as free',
    'clicked twice',
    withoutGuard,
    at(
      'app/jobs/refund-units.ts',
      "    .filter((intent) => intent.state !== 'refused')\n    .flatMap(unitsOf)",
      "    .filter((intent) => intent.state === 'settled')\n    .flatMap(unitsOf)",
    ),
    at(
      refundIntent,
      "paysForUnits(intent) && intent.state !== 'refused' && overlaps",
      "intent.purpose === 'refund' && intent.state === 'settled' && overlaps",
    ),
    at(
      refundReturn,
      "(intent) => paysForUnits(intent) && intent.state !== 'refused')",
      "(intent) => intent.purpose === 'refund' && intent.state === 'settled')",
    ),
    at(
      'app/domain/lifecycle.ts',
      "  refund: (state) => {\n    if (state.openMoneyIntents > 0) return 'money_on_its_way'\n",
      '  refund: (state) => {\n',
    ),
  ),
  mutant(
    'units-asked-back-twice',
    'F31: two requests for the same last unit do not see each other',
    'two requests for the last unit',
    at(
      'app/use-cases/request-return.server.ts',
      "if (now.some((one) => !assessed.judged.knownReturns.includes(one.id))) return 'judge_again'",
      "if (now.length > 99) return 'judge_again'",
    ),
  ),
  mutant(
    'webhook-overtakes-command',
    'I9: Shopify’s older state undoes what was just decided here',
    'an old state overtakes an approval',
    at(reconcileReturn, 'return waiting !== null\n', 'return waiting === undefined\n'),
  ),
  mutant(
    'outcome-overwritten',
    'R3: what a late reader finds replaces what is final',
    'asleep with a lost answer, until another has found it',
    at(
      refundOutcome,
      'return open.includes(intent.state) && intent.sendCount === of.sendCount',
      'return true',
    ),
  ),
  mutant(
    'told-again-and-again',
    'I7: a refund made in Shopify is written down with every look',
    'processed in Shopify twice, told three times',
    at(
      reconcileReturn,
      '.filter((refund) => !known.has(refund.gid))',
      '.filter((refund) => refund.gid !== known.size.toString())',
    ),
  ),
  mutant(
    'uninstall-ignored',
    'I13: the app goes on after it was removed',
    'the app is removed',
    at(
      'app/webhooks/app-uninstalled.server.ts',
      '  await markUninstalled(tx, { shop, triggeredAt })\n',
      '  void [markUninstalled, tx, shop, triggeredAt]\n',
    ),
  ),
  mutant(
    'kill-switch-asked-early-only',
    'R10: the worker does not ask whether payments are stopped',
    'payments are stopped',
    at(sending, '    await mustMoneyMove(tx, ctx.shop)\n', ''),
    at(payBonus, '    await mustMoneyMove(tx, ctx.shop)\n', ''),
  ),
  mutant(
    'limits-forget-the-past',
    'R11: each payment is held against the limit alone',
    'an agent at her limit',
    at(
      permitPayment,
      'const judged = judgeMovement({ limits, role, movement: { action, amount }, spent })',
      'const none = { ...amount, minor: 0 }\n  const judged = judgeMovement({ limits, role, movement: { action, amount }, spent: { order: none, day: none, buyer: none } })\n  void spent',
    ),
  ),
  mutant(
    'ledger-releases-less',
    'I16: a cent of what was refused stays reserved',
    'Shopify refuses a refund',
    at(
      ledger,
      "movement('released', intent.amount)",
      "movement('released', { ...intent.amount, minor: intent.amount.minor - 1 })",
    ),
  ),
  mutant(
    'goods-are-forgotten',
    'F62: an exchange is called settled, and its goods were not in the call',
    'goods for goods, even',
    at(
      processRefund,
      'const exchanges = goods.map((one) => ({ gid: one.gid, quantity: one.sent }))',
      'const exchanges = goods.flatMap((one) => (one.sent < 0 ? [{ gid: one.gid, quantity: one.sent }] : []))',
    ),
  ),
]
