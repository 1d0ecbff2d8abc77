import { err, ok, type Result } from '#app/domain/result.ts'
import { boundaryOf, readParts } from './multipart.ts'
import { type FormProblem, type PostedForm, putField, readPostedForm } from './posted-form.server.ts'

/** A file of a form. What its name and type say of it is not kept: they are the sender's words. */
export type PostedFile = { readonly field: string; readonly bytes: Buffer }
export type UploadForm = { readonly fields: PostedForm; readonly files: readonly PostedFile[] }
export type UploadProblem = FormProblem | { readonly kind: 'busy' }

/** Five photos of the heaviest kind, and the text around them. */
const maxBytes = 52 * 1024 * 1024
const maxTextBytes = 512 * 1024
const maxParts = 1_000
/** What all bodies that are being read hold together: beyond it new ones have to come again. */
const maxHeld = 160 * 1024 * 1024
/** How much of a body that is refused is still taken in. */
const patienceBytes = 2 * maxBytes
/** How long nothing may come of a body. */
const patienceMs = 20_000

/** Forms with files that are worked on at the same time: each photo is made anew, and nobody should wait for long. */
const mostForms = 16

let held = 0
let forms = 0

/**
 * Reads a form with files, or one without, and hands it to `work`; the memory of its files counts until that is done. Nothing is
 * written to disk.
 */
export async function withUploadForm<T>(
  request: Request,
  work: (form: Result<UploadForm, UploadProblem>) => Promise<T>,
): Promise<T> {
  const boundary = boundaryOf(request.headers.get('content-type') ?? '')
  if (boundary === null) {
    const form = await readPostedForm(request)
    return work(form.ok ? ok({ fields: form.value, files: [] }) : form)
  }
  let mine = 0
  const room: Room = {
    take: (bytes) => {
      mine += bytes
      held += bytes
      return held <= maxHeld
    },
    giveBack: () => {
      held -= mine
      mine = 0
    },
  }
  forms += 1
  try {
    const body = await readBytes(request, room, forms > mostForms)
    return await work(body.ok ? formOf(body.value, boundary) : body)
  } finally {
    forms -= 1
    room.giveBack()
  }
}

type Room = { readonly take: (bytes: number) => boolean; readonly giveBack: () => void }

async function readBytes(
  request: Request,
  room: Room,
  isFull: boolean,
): Promise<Result<Buffer, UploadProblem>> {
  if (request.body === null) return ok(Buffer.alloc(0))
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  let problem: 'too_large' | 'busy' | null = isFull ? 'busy' : null
  for (;;) {
    const part = await inTime(reader.read())
    if (part === null || size > patienceBytes) {
      await reader.cancel().catch(() => undefined)
      return err({ kind: problem ?? 'unreadable' })
    }
    if (part.done) return problem === null ? ok(Buffer.concat(chunks)) : err({ kind: problem })
    size += part.value.byteLength
    if (size > maxBytes) problem ??= 'too_large'
    else if (problem === null && !room.take(part.value.byteLength)) problem = 'busy'
    // What is refused is read to its end and not kept: then the answer arrives on an orderly connection.
    if (problem === null) chunks.push(part.value)
    else {
      chunks.length = 0
      room.giveBack()
    }
  }
}

/** What comes within the time, else null. */
async function inTime<T>(coming: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  try {
    return await Promise.race([coming, late])
  } finally {
    clearTimeout(timer)
  }
}

function formOf(body: Buffer, boundary: string): Result<UploadForm, UploadProblem> {
  const parts = readParts(body, boundary, maxParts)
  if (parts === null) return err({ kind: 'unreadable' })
  const fields = new Map<string, string>()
  const files: PostedFile[] = []
  let text = 0
  for (const { name, isFile, isNamed, content } of parts) {
    if (isFile) {
      // A file field that nobody used is sent as an empty file without a name.
      if (isNamed || content.length > 0) files.push({ field: name, bytes: content })
      continue
    }
    text += content.length
    if (text > maxTextBytes) return err({ kind: 'too_large' })
    const problem = putField(fields, name, content.toString('utf8'))
    if (problem !== null) return err(problem)
  }
  return ok({ fields, files })
}
