import type { CaseRecord, CaseWithMessages, CaseMessageRecord } from '#app/db/case.server.ts'
import { type CaseGround, type CaseKind, caseName, type CaseState } from '#app/domain/case.ts'
import { formatAgo, formatInstantInZone } from '#app/domain/dates.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { sayActor } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { type Why, whyOfLine } from './line-why.ts'

/** A case in a list. */
export type CaseRow = {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly from: string
  readonly order: string
  readonly ago: string
  readonly state: CaseState
  readonly stateLabel: string
}
/** One thing said or done in a case. */
export type CaseEntry = {
  readonly id: string
  readonly isFromShopper: boolean
  readonly by: string
  readonly at: string
  readonly ago: string
  readonly text: string
  /** What happened, where nobody wrote. */
  readonly step: string | null
}
/** The page of a case, ready to be shown. */
export type CaseView = CaseRow & {
  readonly kindKey: CaseKind
  readonly because: string | null
  readonly buyerEmail: string | null
  readonly returnId: string | null
  readonly orderUrl: string | null
  readonly declared: string
  /** What a declaration says, as it was received. */
  readonly statement: readonly (readonly [string, string])[]
  readonly goods: readonly string[]
  /** Lines that the policy refused when she asked for an exception, each with why. */
  readonly refusals: readonly { readonly title: string; readonly policyVersion: number; readonly why: Why }[]
  readonly entries: readonly CaseEntry[]
  /** How many messages there are: an answer names what it answers. */
  readonly seen: number
  readonly mayMatch: boolean
}

const stateLabels = {
  open: 'Needs you',
  answered: 'Waits for the buyer',
  closed: 'Closed',
} as const satisfies Record<CaseState, string>

const groundWords = {
  order_not_found: 'No order has this number and this e-mail address. Say which order it is about.',
  goods_unclear: 'The items that it names are not clear. Choose them.',
  outside_right: 'The right to withdraw does not reach these items, or its time is over. Answer the buyer.',
  not_sent: 'The items have not been sent yet. Cancel them in Shopify, then answer the buyer.',
  in_part: 'A part of it became a return. The right does not reach the rest: answer the buyer.',
  not_accepted: 'Shopify or the policy did not take the return. Look at the order, then answer the buyer.',
} as const satisfies Record<CaseGround, string>

type Saying = { readonly now: string; readonly translator: Translator; readonly timeZone: string }

export function caseRow(record: CaseRecord, { now, translator }: Omit<Saying, 'timeZone'>): CaseRow {
  return {
    id: record.id,
    name: caseName(record.number),
    kind: translator.t(`caseKind.${record.kind}`),
    from: record.redactedAt === null ? record.buyerName || (record.buyerEmail ?? 'Guest') : 'Erased',
    order: record.orderName,
    ago: formatAgo({ instant: record.changedAt, now, locale: translator.locale }),
    state: record.state,
    stateLabel: stateLabels[record.state],
  }
}

/** Turns a case and what was said in it into what its page shows. */
export function caseView(
  known: CaseWithMessages,
  saying: Saying & { readonly policies: ReadonlyMap<number, Policy> },
): CaseView {
  const { translator, timeZone, policies } = saying
  const [first] = known.messages
  const statement = first?.kind === 'statement' ? first.statement : {}
  const { goods = [], refusals = [] } = statement
  const isWithdrawal = known.kind === 'withdrawal'
  return {
    ...caseRow(known, saying),
    kindKey: known.kind,
    because: known.because === null || known.state === 'closed' ? null : groundWords[known.because],
    buyerEmail: known.buyerEmail,
    returnId: known.returnId,
    orderUrl:
      known.orderGid === null ? null : `shopify://admin/orders/${known.orderGid.split('/').at(-1) ?? ''}`,
    declared: formatInstantInZone(known.createdAt, translator.locale, timeZone),
    statement: isWithdrawal
      ? [
          ['Name', statement.name ?? ''],
          ['Order', statement.orderName ?? ''],
          ['E-mail', statement.email ?? ''],
          ['Items', goods.length === 0 ? 'The whole order' : goods.join('\n')],
          ['Received', formatInstantInZone(known.createdAt, translator.locale, timeZone)],
        ]
      : [],
    goods,
    refusals: refusals.map(({ title, policyVersion, decision }) => ({
      title,
      policyVersion,
      why: whyOfLine(decision, policies.get(policyVersion) ?? null, translator),
    })),
    entries: known.messages.flatMap((message) => entriesOf(message, saying)),
    seen: known.messages.length,
    mayMatch: isWithdrawal && known.returnId === null && known.state !== 'closed',
  }
}

/** The versions of the policy that refused what an exception is asked for. */
export function versionsOfCase({ messages: [first] }: CaseWithMessages): readonly number[] {
  const { refusals = [] } = first?.kind === 'statement' ? first.statement : {}
  return [...new Set(refusals.map(({ policyVersion }) => policyVersion))]
}

function entriesOf(message: CaseMessageRecord, { now, translator, timeZone }: Saying): readonly CaseEntry[] {
  const step = message.kind === 'step' ? stepWords(message) : null
  if (step === null && message.text === '') return []
  return [
    {
      id: message.id,
      isFromShopper: message.actor.kind === 'shopper',
      by: sayActor(translator, message.actor),
      at: formatInstantInZone(message.at, translator.locale, timeZone),
      ago: formatAgo({ instant: message.at, now, locale: translator.locale }),
      text: message.text,
      step,
    },
  ]
}

function stepWords(message: CaseMessageRecord & { readonly kind: 'step' }): string | null {
  const { step } = message
  if (step === null) return null
  switch (step.step) {
    case 'became_return':
      return `Became a return: ${step.goods.join(', ')}`
    case 'waits':
      return step.goods.length === 0
        ? `Waits for staff: ${groundWords[step.because]}`
        : `Waits for staff (${step.goods.join(', ')}): ${groundWords[step.because]}`
    case 'closed':
      return 'Closed'
  }
}
