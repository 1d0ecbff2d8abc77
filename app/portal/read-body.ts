/**
 * Reads a posted body as text; null where it is larger than `maxBytes`, and then none of it is kept. Up to `patienceBytes` of it are
 * still taken in, so that the answer arrives on an orderly connection.
 */
export async function readBody(
  request: Request,
  { maxBytes, patienceBytes = maxBytes }: { readonly maxBytes: number; readonly patienceBytes?: number },
): Promise<string | null> {
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > maxBytes) chunks.length = 0
    else chunks.push(part.value)
    if (size > patienceBytes) {
      await reader.cancel()
      break
    }
  }
  return size > maxBytes ? null : Buffer.concat(chunks).toString('utf8')
}
