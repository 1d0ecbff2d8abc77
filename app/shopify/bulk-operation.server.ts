import type {
  BulkOperationStateQuery,
  BulkOperationStateQueryVariables,
  StartBulkQueryMutation,
  StartBulkQueryMutationVariables,
} from '#app/types/admin.generated.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { ask, operation } from './operation.ts'

// Children follow their parent in the file, so that it can be read as it comes. Shopify runs one query per app and shop at a time.
const START = operation<StartBulkQueryMutation, StartBulkQueryMutationVariables>(`#graphql
  mutation StartBulkQuery($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) {
      bulkOperation { id }
      userErrors { code message }
    }
  }
`)

const STATE = operation<BulkOperationStateQuery, BulkOperationStateQueryVariables>(`#graphql
  query BulkOperationState($id: ID!) {
    bulkOperation(id: $id) { status errorCode objectCount url }
  }
`)

/** What became of the wish to start one. `busy`: another one of ours runs in this shop. */
export type StartedBulk =
  | { readonly kind: 'started'; readonly gid: string }
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused'; readonly message: string }

/** Where an operation is. `url` is null where it found nothing; the file is there for seven days. */
export type BulkState =
  | { readonly kind: 'running'; readonly objects: number }
  | { readonly kind: 'done'; readonly url: string | null; readonly objects: number }
  | { readonly kind: 'failed'; readonly code: string }

/** Starts a bulk query. It costs ten points, whatever it reads. */
export async function startBulkQuery(admin: AdminGraphql, query: string): Promise<StartedBulk> {
  const { bulkOperationRunQuery: answer } = await ask(admin, START, { query })
  const gid = answer?.bulkOperation?.id
  if (gid !== undefined) return { kind: 'started', gid }
  const problems = answer?.userErrors ?? []
  if (problems.some(({ code }) => code === 'OPERATION_IN_PROGRESS')) return { kind: 'busy' }
  return { kind: 'refused', message: problems.map(({ message }) => message).join('; ') }
}

/** Asks how an operation goes. One that Shopify does not know any more has failed. */
export async function readBulkState(admin: AdminGraphql, id: string): Promise<BulkState> {
  const { bulkOperation: found } = await ask(admin, STATE, { id })
  if (found === null) return { kind: 'failed', code: 'GONE' }
  const objects = Number(found.objectCount)
  switch (found.status) {
    case 'COMPLETED':
      return { kind: 'done', url: found.url, objects }
    case 'CREATED':
    case 'RUNNING':
    case 'CANCELING':
      return { kind: 'running', objects }
    case 'CANCELED':
    case 'EXPIRED':
    case 'FAILED':
      return { kind: 'failed', code: found.errorCode ?? found.status }
  }
}

async function* texts(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      yield decoder.decode(part.value, { stream: true })
  } finally {
    await reader.cancel()
  }
}

/** Longer lines are no record of ours: Shopify's are some kilobytes. */
const longestLine = 4 * 1024 * 1024

/**
 * The lines of a result file as they come; nothing but one chunk is held. Throws when the file cannot be fetched or breaks off: fetch
 * it again then.
 */
export async function* bulkLines(url: string): AsyncGenerator {
  const response = await fetch(url, { signal: AbortSignal.timeout(600_000) })
  if (!response.ok || response.body === null)
    throw new Error(`The result of a bulk operation was not there: HTTP ${response.status}`)
  let rest = ''
  for await (const piece of texts(response.body)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw new Error('A line of a bulk operation has no end')
    for (const line of lines) if (line !== '') yield JSON.parse(line)
  }
  if (rest !== '') yield JSON.parse(rest)
}
