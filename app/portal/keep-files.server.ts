import { addPhoto, type AddPhotoError } from '#app/use-cases/add-photo.server.ts'
import { mostPhotos } from '#app/use-cases/assessed-request.ts'
import type { OrderToken } from './order-token.server.ts'
import type { PortalText } from './portal-text.ts'
import { takeUpload } from './upload-limits.server.ts'
import type { Visit } from './visit.server.tsx'

/** What is wrong with the photos of lines, by line: a sentence for each file. */
export type PhotoErrors = ReadonlyMap<string, readonly string[]>

/** Why a photo was not taken. */
export type UploadRefusal = AddPhotoError['kind'] | 'too_many_for_line' | 'slow_down'

/** The status that says the same as the sentence. */
export const statusOfRefusal = {
  empty: 422,
  too_heavy: 413,
  not_a_photo: 415,
  unreadable: 422,
  too_many_pixels: 413,
  full: 422,
  too_many_for_line: 422,
  busy: 429,
  slow_down: 429,
} as const satisfies Record<UploadRefusal, number>

const fileField = /^line\.(\d{1,3})\.file$/

export type KeptFiles = {
  /** The visit with the ids of the photos in its form, in place of the files. */
  readonly visit: Visit
  readonly errors: PhotoErrors
  readonly status: number
}

/**
 * Keeps the photos that came along with a form, each at its line. A file that is not right costs nothing else: its line says
 * why, and everything that was typed stays.
 */
export async function keepFiles(visit: Visit, visited: Pick<OrderToken, 'order'>): Promise<KeptFiles> {
  const form = new Map(visit.form)
  const errors = new Map<string, string[]>()
  let status = 200
  for (const { field, bytes } of visit.files) {
    const [, index] = fileField.exec(field) ?? []
    const lineId = form.get(`line.${index ?? ''}.id`)
    if (index === undefined || lineId === undefined) continue
    const name = `line.${index}.photo`
    const before = (form.get(name) ?? '').split(/\s+/).filter((id) => id !== '')
    const kept = before.length >= mostPhotos ? 'too_many_for_line' : await keepPhotoOf(visit, visited, bytes)
    if (typeof kept !== 'string') {
      form.set(name, [...before, kept.id].join(' '))
      continue
    }
    status = Math.max(status, statusOfRefusal[kept])
    errors.set(lineId, [...(errors.get(lineId) ?? []), sayRefusal(kept, visit.frame.text)])
  }
  return { visit: { ...visit, form, files: [] }, errors, status }
}

/** Keeps one photo of a visit; the refusal where it is not taken. */
export async function keepPhotoOf(
  { ctx, proxy }: Visit,
  { order }: Pick<OrderToken, 'order'>,
  bytes: Uint8Array,
): Promise<{ readonly id: string } | UploadRefusal> {
  if ((await takeUpload(proxy.shop, proxy.clientNetwork)) > 0) return 'slow_down'
  const added = await addPhoto(ctx, { orderGid: order, file: bytes })
  return added.ok ? added.value : added.error.kind
}

/** What is wrong with a photo and what to do about it, in one sentence. */
export function sayRefusal(kind: UploadRefusal, { t }: PortalText): string {
  return t(`photo.problem.${kind}`, { most: mostPhotos })
}
