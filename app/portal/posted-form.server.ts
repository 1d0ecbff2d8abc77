import { err, ok, type Result } from '#app/domain/result.ts'
import { readBody } from './read-body.ts'

/**
 * The fields of a posted form, each at most once (the ids of photos are joined by blanks). A `Map`, so that a field called
 * `__proto__` is only a strange name.
 */
export type PostedForm = ReadonlyMap<string, string>

export type FormProblem =
  | { readonly kind: 'too_large' }
  /** Not a form: JSON, multipart, or text that is no text. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'repeated_field'; readonly field: string }

/** Enough for 100 lines with notes of 300 characters that take nine bytes each on the wire. */
const maxBytes = 512 * 1024
const maxFields = 1_000

/** How much of a body that is too large is still taken in, so that the answer arrives on an orderly connection. */
const patienceBytes = 4 * 1024 * 1024

/**
 * Reads a form as a browser posts it without files. Values come back in Unicode's composed form with plain line ends and
 * without surrounding blanks.
 */
export async function readPostedForm(request: Request): Promise<Result<PostedForm, FormProblem>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const body = await readBody(request, { maxBytes, patienceBytes })
  if (body === null) return err({ kind: 'too_large' })
  if (type !== 'application/x-www-form-urlencoded') return err({ kind: 'unreadable' })
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    const problem = putField(form, name, value)
    if (problem !== null) return err(problem)
  }
  return ok(form)
}

/** The photos of a line: the only field that may come several times, each time with an id. */
const listField = /^line\.\d{1,3}\.photo$/

/** Adds a field to a form; what is wrong with it, null where nothing is. */
export function putField(form: Map<string, string>, name: string, value: string): FormProblem | null {
  const before = form.get(name)
  if (before !== undefined && !listField.test(name))
    return { kind: 'repeated_field', field: name.slice(0, 60) }
  if (before === undefined && form.size >= maxFields) return { kind: 'too_large' }
  if (value.includes('\0') || name.includes('\0')) return { kind: 'unreadable' }
  const text = value.normalize('NFC').replace(/\r\n?/g, '\n').trim()
  form.set(name, before === undefined ? text : `${before} ${text}`)
  return null
}
