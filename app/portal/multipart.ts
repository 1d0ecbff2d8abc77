/** One part of a `multipart/form-data` body; `isFile` where the browser says that it is one, `isNamed` where that has a name. */
export type Part = {
  readonly name: string
  readonly isFile: boolean
  readonly isNamed: boolean
  readonly content: Buffer
}

const longestHeader = 2_000

/** The boundary that a content type names; null where it is no multipart form or names none. */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(
      contentType,
    ) ?? []
  return quoted ?? plain ?? null
}

/**
 * Takes a form apart as browsers write it (RFC 7578), without copying: each part is a view of the body. Null when it is not
 * written so, or has more parts than `most`. A file's name is not looked at.
 */
export function readParts(body: Buffer, boundary: string, most: number): readonly Part[] | null {
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  const next = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const parts: Part[] = []
  if (!body.subarray(0, mark.length).equals(mark)) return null
  let at = mark.length
  while (body.toString('latin1', at, at + 2) === '\r\n') {
    const end = body.indexOf(next, at)
    const headerEnd = body.indexOf('\r\n\r\n', at)
    if (end < 0 || headerEnd < 0 || headerEnd > end || headerEnd - at > longestHeader) return null
    const header = body.toString('utf8', at + 2, headerEnd)
    const part = partOf(header, body.subarray(headerEnd + 4, Math.max(end, headerEnd + 4)))
    if (part === null || parts.length >= most) return null
    parts.push(part)
    at = end + next.length
  }
  return body.toString('latin1', at, at + 2) === '--' ? parts : null
}

function partOf(header: string, content: Buffer): Part | null {
  const disposition = header.split('\r\n').find((line) => /^content-disposition:/i.test(line)) ?? ''
  if (!/^content-disposition:\s*form-data\s*;/i.test(disposition)) return null
  const [, name] = /;\s*name="([^"\r\n]{1,200})"/i.exec(disposition) ?? []
  if (name === undefined) return null
  const isFile = /;\s*filename\*?=/i.test(disposition)
  return { name, isFile, isNamed: isFile && !/;\s*filename=""/i.test(disposition), content }
}
