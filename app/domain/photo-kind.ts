/** What a file is by its first bytes; its name and the type that came with it say nothing. `heif` we cannot read. */
export type PhotoKind = 'jpeg' | 'png' | 'webp' | 'heif'

/** Brands of the ISO base media format that phones write photos in. */
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1', 'avif', 'avis'])

/** Tells a photo from anything else; null for what is none that we take (SVG, GIF, PDF, a page that calls itself .jpg). */
export function photoKindOf(bytes: Uint8Array): PhotoKind | null {
  if (starts(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (wordAt(bytes, 0) === 'RIFF' && wordAt(bytes, 8) === 'WEBP') return 'webp'
  if (wordAt(bytes, 4) === 'ftyp' && heifBrands.has(wordAt(bytes, 8))) return 'heif'
  return null
}

function starts(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, place) => bytes[place] === byte)
}

function wordAt(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4))
}
