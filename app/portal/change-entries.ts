import { lineOfPart, partOfLine } from '#app/domain/return-part.ts'
import { type LineEntry, withoutPhoto } from './line-entries.ts'

type Form = ReadonlyMap<string, string>

/** Whether a button of the items form was pressed that changes the form itself. */
export function changesEntries(form: Form): boolean {
  return ['split', 'join', 'drop', 'claim'].some((button) => form.has(button))
}

/** The lines of the form after such a button: one more part, one less, a photo less, a line that is
 * claimed to be faulty. Everything else stays as typed. */
export function changeEntries(entries: readonly LineEntry[], form: Form): readonly LineEntry[] {
  const [split, join, drop] = [form.get('split'), form.get('join'), form.get('drop')]
  const claim = form.get('claim')
  if (claim !== undefined) return withClaim(entries, claim)
  if (split !== undefined) return withPart(entries, split)
  if (join !== undefined) return withoutPart(entries, join)
  return drop === undefined ? entries : entries.map((entry) => withoutPhoto(entry, drop))
}

/** A line that cannot be returned otherwise, to be written about. */
function withClaim(entries: readonly LineEntry[], lineId: string): readonly LineEntry[] {
  if (entries.some((entry) => entry.lineId === lineId)) return entries
  return [...entries, { lineId, picked: true, quantity: '1', reason: '', note: '' }]
}

/** The most parts of a line: their numbers have two digits. */
const mostParts = 20

/** Takes one unit of a line for a part of its own, with nothing said of it yet. */
function withPart(entries: readonly LineEntry[], lineId: string): readonly LineEntry[] {
  const own = entries.filter((entry) => lineOfPart(entry.lineId) === lineId)
  const [first] = own
  const last = own.at(-1)
  if (first === undefined || last === undefined || own.length >= mostParts) return entries
  const used = new Set(own.map((entry) => entry.lineId))
  const number = Array.from({ length: mostParts }, (_, at) => at + 1).find(
    (candidate) => !used.has(partOfLine(lineId, candidate)),
  )
  const part: LineEntry = {
    lineId: partOfLine(lineId, number ?? mostParts),
    picked: true,
    quantity: '1',
    reason: '',
    note: '',
  }
  return entries.flatMap((entry) => {
    const left = entry === first ? { ...entry, picked: true, quantity: String(less(entry.quantity)) } : entry
    return entry === last ? [left, part] : [left]
  })
}

function less(quantity: string): number {
  return Math.max(1, (Number.parseInt(quantity, 10) || 1) - 1)
}

/** Puts a part back: its units go to the first part. */
function withoutPart(entries: readonly LineEntry[], partId: string): readonly LineEntry[] {
  const lineId = lineOfPart(partId)
  const gone = entries.find((entry) => entry.lineId === partId)
  if (gone === undefined || partId === lineId) return entries
  const units = Number.parseInt(gone.quantity, 10) || 0
  return entries
    .filter((entry) => entry !== gone)
    .map((entry) =>
      entry.lineId === lineId
        ? { ...entry, quantity: String((Number.parseInt(entry.quantity, 10) || 0) + units) }
        : entry,
    )
}
