import type { WrittenLine } from '#app/use-cases/request-part.ts'
import type { LineProblem } from '#app/use-cases/quote-return.server.ts'
import { mostPhotos, noteLimit } from '#app/use-cases/assessed-request.ts'
import type { RequestedLine } from '#app/domain/return.ts'

/** One line of the items form exactly as it was typed, so that a page with errors can show it again unchanged. */
export type LineEntry = {
  readonly lineId: string
  readonly picked: boolean
  readonly quantity: string
  readonly reason: string
  readonly note: string
  /** GID of the variant that is wanted for it; empty where none is chosen. */
  readonly exchange?: string
  /** What is looked for among all goods of the shop. */
  readonly find?: string
  /** What this line is paid by where the request mixes outcomes; empty where nothing is chosen. */
  readonly outcome?: string
  /** Answer id by question id. */
  readonly answers?: Readonly<Record<string, string>>
  /** Ids of photos that were uploaded for it. */
  readonly photos?: readonly string[]
  /** What the form asked about this line: ids of questions, and `photos`. Nobody is sent back for it a second time. */
  readonly asked?: readonly string[]
}

const fieldName =
  /^line\.(\d{1,3})\.(id|pick|quantity|reason|note|exchange|other|find|outcome|photo|asked|answer\.[a-z0-9][a-z0-9-]{0,63})$/
const photoId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The longest note that a return line keeps. */
export const longestNote = noteLimit

/** Reads the lines of the items form. A line without an id is dropped: nothing says what it is about. */
export function readLineEntries(form: ReadonlyMap<string, string>): readonly LineEntry[] {
  const byIndex = new Map<string, Map<string, string>>()
  for (const [name, value] of form) {
    const [, index, field] = fieldName.exec(name) ?? []
    if (index === undefined || field === undefined) continue
    const fields = byIndex.get(index) ?? new Map<string, string>()
    byIndex.set(index, fields.set(field, value))
  }
  return [...byIndex.values()]
    .map((fields) => ({
      lineId: fields.get('id') ?? '',
      picked: fields.has('pick'),
      quantity: fields.get('quantity') ?? '',
      reason: fields.get('reason') ?? '',
      note: fields.get('note') ?? '',
      ...wishOf(fields),
      ...shownIn(fields),
    }))
    .filter((entry) => entry.lineId !== '')
}

/** What she shows with a line, and what she was asked for. */
function shownIn(fields: ReadonlyMap<string, string>): Partial<LineEntry> {
  const listed = (field: string) => (fields.get(field) ?? '').split(/\s+/).filter((one) => one !== '')
  const answers = [...fields].flatMap(([field, value]) =>
    field.startsWith('answer.') && value !== '' ? [[field.slice('answer.'.length), value] as const] : [],
  )
  const photos = [...new Set(listed('photo'))].filter((id) => photoId.test(id)).slice(0, mostPhotos)
  const asked = listed('asked')
  const outcome = fields.get('outcome')
  return {
    ...(answers.length === 0 ? {} : { answers: Object.fromEntries(answers) }),
    ...(photos.length === 0 ? {} : { photos }),
    ...(asked.length === 0 ? {} : { asked }),
    ...(outcome ? { outcome } : {}),
  }
}

/** A line without a photo. */
export function withoutPhoto(entry: LineEntry, id: string): LineEntry {
  return entry.photos === undefined
    ? entry
    : { ...entry, photos: entry.photos.filter((photo) => photo !== id) }
}

/** What a line shows for the engine; nothing of what was not asked. */
function evidenceOf({ answers, photos, asked = [] }: LineEntry): Pick<RequestedLine, 'answers' | 'photos'> {
  return {
    ...(answers === undefined ? {} : { answers }),
    ...(photos === undefined && !asked.includes('photos') ? {} : { photos: photos ?? [] }),
  }
}

/** Lines while they are being written: what they hang on is asked about them. */
export function writtenLines(entries: readonly LineEntry[]): readonly WrittenLine[] {
  return entries.map((entry) => ({
    lineId: entry.lineId,
    quantity: Number.parseInt(entry.quantity, 10) || 1,
    reasonHandle: entry.reason,
    ...evidenceOf(entry),
  }))
}

/** Goods of a search count more than the variant of the same product that stands beside them. */
function wishOf(fields: ReadonlyMap<string, string>): Pick<LineEntry, 'exchange' | 'find'> {
  const other = fields.get('other') ?? ''
  const exchange = other === '' ? fields.get('exchange') : other
  const find = fields.get('find')
  return { ...(exchange === undefined ? {} : { exchange }), ...(find ? { find } : {}) }
}

export type LineErrors = ReadonlyMap<string, Omit<LineProblem, 'lineId'>>

/**
 * What the ticked lines ask for, or what is wrong with them as typed. Whether the order has such a line and how many units are
 * left is the use-case's to say.
 */
export function requestedLines(entries: readonly LineEntry[]): {
  readonly lines: readonly RequestedLine[]
  readonly errors: LineErrors
} {
  const errors = new Map<string, Omit<LineProblem, 'lineId'>>()
  const lines: RequestedLine[] = []
  for (const entry of entries.filter((candidate) => candidate.picked)) {
    if (!/^[1-9]\d{0,5}$/.test(entry.quantity)) errors.set(entry.lineId, { problem: 'quantity_invalid' })
    else if (entry.reason === '') errors.set(entry.lineId, { problem: 'reason_missing' })
    else if (entry.note.length > longestNote) errors.set(entry.lineId, { problem: 'note_too_long' })
    else
      lines.push({
        lineId: entry.lineId,
        quantity: Number(entry.quantity),
        reasonHandle: entry.reason,
        note: entry.note,
        ...(entry.exchange ? { exchangeFor: entry.exchange } : {}),
        ...(entry.find ? { exchangeSearch: entry.find } : {}),
        ...evidenceOf(entry),
      })
  }
  return { lines, errors }
}
