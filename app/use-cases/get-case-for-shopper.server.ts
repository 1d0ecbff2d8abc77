import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { type CaseWithMessages, findCase, listCasesOfReturn } from '#app/db/case.server.ts'
import { type CaseKind, caseName, type CaseStatement } from '#app/domain/case.ts'
import type { ReturnId } from '#app/domain/ids.ts'

/** A case as its shopper may see it: what she wrote and what staff wrote to her, no names of staff, no inner steps. */
export type ShopperCaseView = {
  readonly id: string
  readonly name: string
  readonly kind: CaseKind
  readonly returnId: ReturnId | null
  readonly orderName: string
  readonly buyerEmail: string | null
  readonly locale: string
  readonly createdAt: string
  /** As she declared it. */
  readonly statement: CaseStatement
  readonly messages: readonly {
    readonly from: 'shopper' | 'shop'
    readonly at: string
    readonly text: string
  }[]
  /** Whether it is her turn: staff asked or answered. */
  readonly isHerTurn: boolean
  readonly mayReply: boolean
  /** `received` for a withdrawal always: who declared it need not be whose order it is. */
  readonly state: 'received' | 'with_staff' | 'answered' | 'closed'
}

/** The case that a token opens; null when there is none, or privacy law emptied it. */
export async function getCaseForShopper(
  ctx: ShopContext,
  { caseId }: { readonly caseId: string },
): Promise<ShopperCaseView | null> {
  const known = await withShop(ctx.shop, (tx) => findCase(tx, caseId))
  return known === null || known.redactedAt !== null ? null : caseForShopper(known)
}

/** The cases of a return for its status page, oldest first. Declarations of withdrawal stand in the timeline alone. */
export async function listCasesForShopper(
  ctx: ShopContext,
  returnId: ReturnId,
): Promise<readonly ShopperCaseView[]> {
  const known = await withShop(ctx.shop, (tx) => listCasesOfReturn(tx, ctx.shop, returnId))
  return known
    .filter(({ kind, redactedAt }) => kind !== 'withdrawal' && redactedAt === null)
    .map(caseForShopper)
}

function caseForShopper(known: CaseWithMessages): ShopperCaseView {
  const [first] = known.messages
  const said = known.messages.filter(({ kind, text }) => kind !== 'step' && text !== '')
  const hasAnswer = said.some(({ actor }) => actor.kind === 'staff')
  const isOpenToReplies = known.state !== 'closed' && (known.kind !== 'withdrawal' || hasAnswer)
  return {
    id: known.id,
    name: caseName(known.number),
    kind: known.kind,
    returnId: known.returnId,
    orderName: known.orderName,
    buyerEmail: known.buyerEmail,
    locale: known.locale,
    createdAt: known.createdAt,
    statement: first?.kind === 'statement' ? first.statement : {},
    messages: said.map(({ actor, at, text }) => ({
      from: actor.kind === 'staff' ? 'shop' : 'shopper',
      at,
      text,
    })),
    isHerTurn: known.state === 'answered' && said.at(-1)?.actor.kind === 'staff',
    mayReply: isOpenToReplies,
    state: stateOf(known),
  }
}

function stateOf({ kind, state }: CaseWithMessages): ShopperCaseView['state'] {
  if (kind === 'withdrawal') return 'received'
  return state === 'open' ? 'with_staff' : state
}
