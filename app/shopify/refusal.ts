import { err, ok, type Result } from '#app/domain/result.ts'

/** What Shopify said no to: a mutation's user errors. Nothing was changed. */
export type ShopifyRefusal = {
  readonly kind: 'refused'
  readonly problems: readonly {
    readonly code: string | null
    readonly field: string | null
    readonly message: string
  }[]
}

type UserError = {
  readonly code?: string | null
  readonly field: readonly string[] | null
  readonly message: string
}

/**
 * Turns a mutation's payload into a Result. A payload that is absent, or that holds neither errors nor the thing itself,
 * is a broken answer: it throws, so that the caller treats the outcome as unknown.
 */
export function mutationResult<T>(
  payload: { readonly userErrors: readonly UserError[] } | null,
  value: T | null | undefined,
): Result<T, ShopifyRefusal> {
  if (payload === null) throw new Error('Shopify answered a mutation with nothing')
  if (payload.userErrors.length > 0) {
    const problems = payload.userErrors.map((error) => ({
      code: error.code ?? null,
      field: error.field?.join('.') ?? null,
      message: error.message,
    }))
    return err({ kind: 'refused', problems })
  }
  if (value === null || value === undefined) throw new Error('Shopify answered a mutation without its result')
  return ok(value)
}

/** Shopify's own words, for staff. */
export function wordsOf(refusal: ShopifyRefusal): string {
  return refusal.problems.map((problem) => problem.message).join(' ')
}
