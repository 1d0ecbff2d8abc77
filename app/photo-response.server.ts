/**
 * A photo as an answer: it can be looked at and nothing else. Browsers neither guess what it is, nor run anything in it, nor let
 * other sites show it (`nosniff` is on every answer of the process).
 */
export function photoResponse(bytes: Uint8Array | null): Response {
  const safe = {
    'Cache-Control': 'private, max-age=600',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow',
  }
  if (bytes === null)
    return new Response('There is nothing here.\n', {
      status: 404,
      headers: { ...safe, 'Cache-Control': 'no-store', 'Content-Type': 'text/plain; charset=utf-8' },
    })
  return new Response(Uint8Array.from(bytes), {
    headers: {
      ...safe,
      'Content-Type': 'image/jpeg',
      'Content-Length': String(bytes.byteLength),
      'Content-Disposition': 'inline; filename="photo.jpg"',
    },
  })
}
