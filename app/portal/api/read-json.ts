import { err, ok, type Result } from '#app/domain/result.ts'
import { readBody } from '../read-body.ts'
import { type ApiAnswer, refusal } from './answers.ts'

const maxBytes = 512 * 1024
/** The deepest request has four levels; a parser need not go further to say no. */
const maxDepth = 20

/** Reads a JSON body within bounds. What is no JSON, has NUL in it or is too deep is refused. */
export async function readJson(request: Request): Promise<Result<unknown, ApiAnswer>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const text = await readBody(request, { maxBytes })
  if (text === null) return err(refusal(413, 'too_large'))
  if (type !== 'application/json' || depthOf(text) > maxDepth || text.includes('\\u0000'))
    return err(refusal(422, 'malformed_request'))
  try {
    return ok(JSON.parse(text) as unknown)
  } catch {
    return err(refusal(422, 'malformed_request'))
  }
}

/** How deep brackets nest, those in texts included: enough to refuse what nobody sends. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const character of text) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, (depth += 1))
    else if (character === '}' || character === ']') depth -= 1
  }
  return deepest
}
