import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { open } from 'node:fs/promises'
import Papa from 'papaparse'

/** One record of a CSV file: the line it starts on (1-based, header included) and its cells, or why it cannot be read. */
export type CsvRecord = { line: number } & ({ cells: string[] } | { broken: string; text: string })

type TextLine = { line: number; text: string } | { line: number; failed: string }

/** A longer line is no row of an orders file; without a limit a file without line ends would fill the memory. */
const LONGEST_LINE = 65_536
/** A quoted cell may span lines; one that does not close within so many is taken for a stray quote. */
const LONGEST_QUOTED_LINES = 20

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const start = Buffer.alloc(2)
    await handle.read(start, 0, 2, 0)
    return start[0] === 0x1f && start[1] === 0x8b
  } finally {
    await handle.close()
  }
}

/**
 * The text of a file in pieces, unpacked when its first bytes say gzip (the name does not matter).
 * Throws what the file system and zlib throw.
 */
export async function* fileText(file: string): AsyncGenerator<string> {
  const gunzip = (await isGzip(file)) ? createGunzip({ chunkSize: 1 << 20 }) : undefined
  const raw = createReadStream(file, { highWaterMark: 1 << 20 })
  if (gunzip) {
    raw.on('error', (error) => gunzip.destroy(error))
    raw.pipe(gunzip)
  }
  const decoder = new TextDecoder('utf-8')
  try {
    for await (const chunk of gunzip ?? raw) {
      // Node types the chunks of a stream as any; without an encoding they are Buffers.
      yield decoder.decode(chunk as Buffer, { stream: true })
    }
    yield decoder.decode()
  } finally {
    raw.destroy()
  }
}

async function* textLines(text: AsyncIterable<string>): AsyncGenerator<TextLine[]> {
  let rest = ''
  let line = 0
  try {
    for await (const piece of text) {
      const parts = (rest + piece).split('\n')
      rest = parts.pop() ?? ''
      if (rest.length > LONGEST_LINE) {
        parts.push(rest)
        rest = ''
      }
      yield parts.map((part) => ({ line: ++line, text: part.endsWith('\r') ? part.slice(0, -1) : part }))
    }
  } catch (error) {
    if (line === 0) throw error
    const reason = error instanceof Error ? error.message : String(error)
    yield [{ line: line + 1, failed: `the file cannot be read further: ${reason}` }]
    return
  }
  if (rest !== '') yield [{ line: ++line, text: rest }]
}

/** Even number of quote characters: every quoted cell that was opened is closed. */
function hasClosedQuotes(text: string): boolean {
  let quotes = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1
  return quotes % 2 === 0
}

function parseLine(text: string): string[] | undefined {
  // Almost every row has no quotes, and split is ten times as fast as a parser.
  if (!text.includes('"')) return text.split(',')
  const parsed = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' })
  const [row, ...more] = parsed.data
  if (!row || more.length > 0 || parsed.errors.length > 0) return undefined
  return row
}

function brokenRecord(line: number, text: string, reason: string): CsvRecord {
  return { line, broken: reason, text: text.slice(0, 120) }
}

function readRecord(
  lines: readonly TextLine[],
  at: number,
): { record: CsvRecord; used: number } | 'need more' {
  const first = lines[at]
  if (!first) return 'need more'
  if ('failed' in first) return { record: brokenRecord(first.line, '', first.failed), used: 1 }
  if (first.text.length > LONGEST_LINE) {
    return { record: brokenRecord(first.line, first.text, 'the line is too long'), used: 1 }
  }
  let text = first.text
  let used = 1
  while (!hasClosedQuotes(text)) {
    const next = lines[at + used]
    if (next === undefined && used < LONGEST_QUOTED_LINES) return 'need more'
    if (next === undefined || 'failed' in next || used >= LONGEST_QUOTED_LINES) {
      return { record: brokenRecord(first.line, first.text, 'a quote is opened and not closed'), used: 1 }
    }
    text += `\n${next.text}`
    used += 1
  }
  const cells = parseLine(text)
  // A stray quote may have joined rows that are whole by themselves: give up the first line only.
  if (!cells)
    return { record: brokenRecord(first.line, first.text, 'the quotes of this row do not match'), used: 1 }
  return { record: { line: first.line, cells }, used }
}

/**
 * The records of a CSV text, in batches. A record that cannot be read is answered as broken with its line, and reading
 * goes on with the next line, so that one stray quote does not swallow the rest of the file. Empty lines are skipped.
 * Throws only when nothing could be read at all.
 */
export async function* csvRecords(text: AsyncIterable<string>): AsyncGenerator<CsvRecord[]> {
  let waiting: TextLine[] = []
  for await (const lines of textLines(text)) {
    waiting = waiting.length === 0 ? lines : [...waiting, ...lines]
    const { records, used } = readAll(waiting, false)
    waiting = waiting.slice(used)
    if (records.length > 0) yield records
  }
  const { records } = readAll(waiting, true)
  if (records.length > 0) yield records
}

function readAll(lines: readonly TextLine[], isEnd: boolean): { records: CsvRecord[]; used: number } {
  const records: CsvRecord[] = []
  let at = 0
  while (at < lines.length) {
    const current = lines[at]
    if (current && 'text' in current && current.text === '') {
      at += 1
      continue
    }
    const read = readRecord(lines, at)
    if (read !== 'need more') {
      records.push(read.record)
      at += read.used
      continue
    }
    if (!isEnd) break
    if (current && 'text' in current) {
      records.push(brokenRecord(current.line, current.text, 'a quote is opened and not closed'))
    }
    at += 1
  }
  return { records, used: at }
}
