import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findWaitingPhotos } from '#app/db/photo.server.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { isAccessDenied, isShopifyGraphqlErrors } from '#app/shopify/admin-error.ts'
import { askedFor, hasExchange, isPossible, needsOf, waysOfLines } from './ask-outcomes.ts'
import { type Asked, type AssessedRequest, type AssessInput, mostPhotos } from './assessed-request.ts'
import { type JudgedOrderFacts, readJudgedOrder } from './judged-order.server.ts'
import { optionFor, quotesFor, quotesWithExchange } from './quote-options.server.ts'
import type { RequestError } from './quote-return.server.ts'
import { problemsOf } from './request-problems.ts'

/**
 * Reads the order, judges the chosen lines with their reasons, and asks Shopify what they come to. Changes nothing. When
 * somebody takes the units between the two reads, Shopify refuses to calculate: then the order is read once more.
 */
export async function assessRequest(
  ctx: ShopContext,
  input: AssessInput,
): Promise<Result<AssessedRequest, RequestError>> {
  try {
    return await assessOnce(ctx, input)
  } catch (error) {
    if (!isShopifyGraphqlErrors(error) || isAccessDenied(error)) throw error
    return assessOnce(ctx, input)
  }
}

async function assessOnce(
  ctx: ShopContext,
  typed: AssessInput,
): Promise<Result<AssessedRequest, RequestError>> {
  if (typed.lines.length === 0) return err({ kind: 'nothing_selected' })
  const judged = await readJudgedOrder(ctx, { orderGid: typed.orderGid })
  if (judged === null) return err({ kind: 'not_found' })
  const input = { ...typed, lines: await withRealEvidence(ctx, judged, typed) }
  const asked = Outcome.options
    .filter((outcome) => isPossible(judged, outcome, input.gift))
    .map((outcome) => askedFor(judged, input, outcome))
  const problems = problemsOf(judged, input.lines, asked)
  if (problems.length > 0) return err({ kind: 'invalid_lines', lines: problems })
  const offered = offeredOf(asked, input)
  if (offered.length === 0) {
    const ways = waysOfLines(asked)
    return err({ kind: 'outcome_not_offered', ...(ways === null ? {} : { ways }) })
  }
  const paid = await quotesFor(
    ctx,
    judged,
    offered.filter((one) => !hasExchange(one)),
  )
  if (paid === null) return err({ kind: 'not_found' })
  const exchanged = await quotesWithExchange(ctx, judged, { input, offered, asked })
  if (!exchanged.ok) return exchanged
  const { offer, options: swaps } = exchanged.value
  const options = [...paid.map((option) => optionFor(option, input.gift)), ...swaps]
  const shown = offered.find((one) => !hasExchange(one) || offer !== null)
  if (shown === undefined) return err({ kind: 'outcome_not_offered' })
  const needs = input.outcome === undefined ? needsOf(judged, input.lines, offered) : []
  return ok({ judged, options, lines: shown.lines, exchange: offer, needs })
}

/** Lines that all have outcomes of their own come to the same whatever the request as a whole is called: then once is enough. */
function offeredOf(asked: readonly Asked[], { lines, outcome }: AssessInput): readonly Asked[] {
  const offered = asked.filter((one) => one.isOffered && (outcome === undefined || one.outcome === outcome))
  const isMixed = lines.every((line) => line.outcome !== undefined)
  return isMixed
    ? offered.filter(
        (one) =>
          one.outcome ===
          (outcome ?? Outcome.options.find((way) => lines.some((line) => line.outcome === way))),
      )
    : offered
}

/** The lines with the answers and photos that there really are: what is made up counts for nothing. */
async function withRealEvidence(
  ctx: ShopContext,
  { questions }: JudgedOrderFacts,
  { orderGid, lines }: AssessInput,
): Promise<readonly RequestedLine[]> {
  const ids = lines.flatMap(({ photos = [] }) => photos)
  const known = await withShop(ctx.shop, (tx) => findWaitingPhotos(tx, ctx.shop, { orderGid, ids }))
  const isAnswer = ([question, answer]: readonly [string, string]) =>
    questions.some(({ id, answers }) => id === question && answers.some((one) => one.id === answer))
  const used = new Set<string>()
  return lines.map(({ photos, answers, ...line }) => {
    // A photo shows one thing: sent for two lines it counts for the first.
    const own = photos?.filter((id) => known.has(id) && !used.has(id)).slice(0, mostPhotos)
    for (const id of own ?? []) used.add(id)
    return {
      ...line,
      ...(own === undefined ? {} : { photos: [...new Set(own)] }),
      ...(answers === undefined
        ? {}
        : { answers: Object.fromEntries(Object.entries(answers).filter(isAnswer)) }),
    }
  })
}
