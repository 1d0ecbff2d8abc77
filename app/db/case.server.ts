import { randomUUID } from 'node:crypto'
import type { Case, CaseMessage } from '@prisma/client'
import { CaseGround, CaseKind, CaseState, CaseStatement, CaseStep } from '#app/domain/case.ts'
import { Actor } from '#app/domain/events.ts'
import { type CustomerGid, OrderGid, ReturnId, type ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'

/** A case as its row holds it. `buyerEmail` is null where there is none, and once privacy law emptied it. */
export type CaseRecord = {
  readonly id: string
  readonly number: number
  readonly kind: CaseKind
  readonly state: CaseState
  readonly because: CaseGround | null
  readonly orderName: string
  readonly orderGid: OrderGid | null
  readonly returnId: ReturnId | null
  readonly buyerName: string
  readonly buyerEmail: string | null
  readonly locale: string
  readonly createdAt: string
  readonly changedAt: string
  readonly closedAt: string | null
  readonly redactedAt: string | null
}

/** A message of a case, oldest first in lists. What it says besides words depends on its kind. */
export type CaseMessageRecord = {
  readonly id: string
  readonly sequence: number
  readonly text: string
  readonly actor: Actor
  readonly at: string
  readonly isRedacted: boolean
} & (
  | { readonly kind: 'statement'; readonly statement: CaseStatement }
  | { readonly kind: 'message' }
  | { readonly kind: 'step'; readonly step: CaseStep | null }
)

export type CaseWithMessages = CaseRecord & { readonly messages: readonly CaseMessageRecord[] }

function caseRecord(row: Case): CaseRecord {
  return {
    id: row.id,
    number: row.number,
    kind: CaseKind.parse(row.kind),
    state: CaseState.parse(row.state),
    because: row.because === null ? null : CaseGround.parse(row.because),
    orderName: row.orderName,
    orderGid: row.orderGid === null ? null : OrderGid.parse(row.orderGid),
    returnId: row.returnId === null ? null : ReturnId.parse(row.returnId),
    buyerName: row.buyerName,
    buyerEmail: row.buyerEmail,
    locale: row.locale,
    createdAt: instant(row.createdAt),
    changedAt: instant(row.changedAt),
    closedAt: instantOrNull(row.closedAt),
    redactedAt: instantOrNull(row.redactedAt),
  }
}

function messageRecord(row: CaseMessage): CaseMessageRecord {
  const { id, sequence, text } = row
  const common = {
    id,
    sequence,
    text,
    actor: Actor.parse(row.actor),
    at: instant(row.at),
    isRedacted: row.redactedAt !== null,
  }
  if (row.kind === 'statement')
    return { ...common, kind: 'statement', statement: CaseStatement.parse(row.data) }
  if (row.kind === 'message') return { ...common, kind: 'message' }
  return { ...common, kind: 'step', step: CaseStep.safeParse(row.data).data ?? null }
}

export type NewCase = {
  readonly kind: CaseKind
  readonly state: CaseState
  readonly orderName: string
  readonly orderGid: OrderGid | null
  readonly returnId: ReturnId | null
  readonly customerGid: CustomerGid | null
  readonly buyerName: string
  readonly buyerEmail: string | null
  readonly locale: string
  readonly submissionKey: string
  readonly text: string
  readonly statement: CaseStatement
  readonly actor: Actor
  readonly at: string
}

const firstNumber = 1001

/**
 * Opens a case with its first message under the shop's next number. The same submission key answers the case that it made
 * before, with `isNew` false.
 */
export async function createCase(
  tx: Transaction,
  shop: ShopDomain,
  input: NewCase,
): Promise<{ readonly record: CaseRecord; readonly messageId: string; readonly isNew: boolean }> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`case ${shop}`}, 0))`
  const { submissionKey, text, statement, actor, at, ...rest } = input
  const known = await tx.case.findUnique({
    where: { shop_submissionKey: { shop, submissionKey } },
    include: { messages: { where: { kind: 'statement' }, select: { id: true } } },
  })
  if (known !== null)
    return { record: caseRecord(known), messageId: known.messages[0]?.id ?? '', isNew: false }
  const last = await tx.case.aggregate({ where: { shop }, _max: { number: true } })
  const number = (last._max.number ?? firstNumber - 1) + 1
  const id = randomUUID()
  const row = await tx.case.create({
    data: { ...rest, id, shop, number, submissionKey, createdAt: at, changedAt: at },
  })
  const message = { kind: 'statement', text, data: statement, actor, at } as const
  const messageId = (await appendCaseMessage(tx, shop, { caseId: id, ...message })) ?? ''
  return { record: caseRecord(row), messageId, isNew: true }
}

type NewCaseMessage = {
  readonly caseId: string
  readonly kind: CaseMessageRecord['kind']
  readonly text: string
  /** A statement or a step; empty for what was only written. */
  readonly data: object
  readonly actor: Actor
  readonly at: string
  /** Sent twice with the same key it is one message. */
  readonly submissionKey?: string
}

/** Appends to a case; answers the message's id, or null when its submission key is known. Holds the case's lock. */
export async function appendCaseMessage(
  tx: Transaction,
  shop: ShopDomain,
  input: NewCaseMessage,
): Promise<string | null> {
  const { caseId, submissionKey = null, data, actor, ...rest } = input
  await tx.$executeRaw`select 1 from "Case" where id = ${caseId}::uuid for update`
  if (submissionKey !== null) {
    const where = { shop_submissionKey: { shop, submissionKey } }
    if ((await tx.caseMessage.findUnique({ where, select: { id: true } })) !== null) return null
  }
  const last = await tx.caseMessage.aggregate({ where: { shop, caseId }, _max: { sequence: true } })
  const sequence = (last._max.sequence ?? 0) + 1
  const id = randomUUID()
  await tx.caseMessage.create({
    data: {
      ...rest,
      id,
      shop,
      caseId,
      sequence,
      submissionKey,
      data: jsonColumn(data),
      actor: jsonColumn(actor),
    },
  })
  return id
}

/** What may change on a case. */
export type CaseChange = {
  readonly state?: CaseState
  readonly because?: CaseGround | null
  readonly orderName?: string
  readonly orderGid?: OrderGid
  readonly returnId?: ReturnId
  readonly closedAt?: string | null
  readonly changedAt: string
}

export async function changeCase(tx: Transaction, id: string, change: CaseChange): Promise<void> {
  await tx.case.update({ where: { id }, data: change })
}

/** The case with all that was said, null when there is none. */
export async function findCase(tx: Transaction, id: string): Promise<CaseWithMessages | null> {
  const include = { messages: { orderBy: { sequence: 'asc' } } } as const
  const row = await tx.case.findUnique({ where: { id }, include })
  return row && { ...caseRecord(row), messages: row.messages.map(messageRecord) }
}

/** As `findCase`, and nobody else changes it until this transaction ends. */
export async function lockCase(tx: Transaction, id: string): Promise<CaseWithMessages | null> {
  await tx.$executeRaw`select 1 from "Case" where id = ${id}::uuid for update`
  return findCase(tx, id)
}

/** The case that a message belongs to, with all that was said. */
export async function findCaseOfMessage(
  tx: Transaction,
  messageId: string,
): Promise<CaseWithMessages | null> {
  const row = await tx.caseMessage.findUnique({ where: { id: messageId }, select: { caseId: true } })
  return row && findCase(tx, row.caseId)
}

/** The cases of a return with all that was said, oldest first. */
export async function listCasesOfReturn(
  tx: Transaction,
  shop: ShopDomain,
  returnId: ReturnId,
): Promise<readonly CaseWithMessages[]> {
  const rows = await tx.case.findMany({
    where: { shop, returnId },
    orderBy: { number: 'asc' },
    include: { messages: { orderBy: { sequence: 'asc' } } },
  })
  return rows.map((row) => ({ ...caseRecord(row), messages: row.messages.map(messageRecord) }))
}

/** Cases in a state (all where it is null) with those that changed last first, and how many there are. */
export async function listCases(
  tx: Transaction,
  shop: ShopDomain,
  page: { readonly state: CaseState | null; readonly skip: number; readonly take: number },
): Promise<{ readonly cases: readonly CaseRecord[]; readonly total: number }> {
  const where = page.state === null ? { shop } : { shop, state: page.state }
  const rows = await tx.case.findMany({
    where,
    // Who has waited longest comes first among the open ones.
    orderBy: page.state === 'open' ? [{ changedAt: 'asc' }] : [{ changedAt: 'desc' }, { number: 'desc' }],
    skip: page.skip,
    take: page.take,
  })
  return { cases: rows.map(caseRecord), total: await tx.case.count({ where }) }
}

/** How many cases are in each state. */
export async function countCases(
  tx: Transaction,
  shop: ShopDomain,
): Promise<Readonly<Record<CaseState, number>>> {
  const groups = await tx.case.groupBy({ by: ['state'], where: { shop }, _count: true })
  const of = (state: CaseState) => groups.find((group) => group.state === state)?._count ?? 0
  return { open: of('open'), answered: of('answered'), closed: of('closed') }
}

/**
 * Empties everything that was said in a person's cases, and who they are; numbers, kinds and times stay. The mails about them
 * are deleted. Answers how many cases were emptied: run again it empties none.
 */
export async function redactCases(
  tx: Transaction,
  shop: ShopDomain,
  { caseIds, at }: { readonly caseIds: readonly string[]; readonly at: string },
): Promise<number> {
  const where = { shop, id: { in: [...caseIds] }, redactedAt: null }
  const rows = await tx.case.findMany({ where, select: { id: true } })
  for (const { id } of rows) {
    const messages = await tx.caseMessage.findMany({ where: { shop, caseId: id }, select: { id: true } })
    await tx.caseMessage.updateMany({
      where: { shop, caseId: id, redactedAt: null },
      data: { text: '', data: {}, redactedAt: at },
    })
    await tx.message.deleteMany({ where: { shop, eventId: { in: messages.map((message) => message.id) } } })
    await tx.case.update({
      where: { id },
      data: { buyerName: '', buyerEmail: null, customerGid: null, orderName: '', redactedAt: at },
    })
  }
  return rows.length
}
