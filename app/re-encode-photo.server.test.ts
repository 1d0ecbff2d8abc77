import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { mostPhotoBytes, reEncodePhoto } from './re-encode-photo.server.ts'

const plain = { create: { width: 60, height: 40, channels: 3, background: '#c33' } } as const

async function problemOf(file: Uint8Array): Promise<string> {
  const made = await reEncodePhoto(file)
  return made.ok ? 'none' : made.error.kind
}

/** A PNG whose header claims a size that its few bytes do not have. */
function bomb(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    return Buffer.concat([length, body, crcOf(body)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crcOf(bytes: Buffer): Buffer {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  const written = Buffer.alloc(4)
  written.writeUInt32BE(~crc >>> 0)
  return written
}

describe('reEncodePhoto', () => {
  it('keeps pixels, the right way up, and nothing else: no place, no camera, no preview (H73)', async () => {
    const file = await sharp(plain)
      .jpeg()
      .withExif({
        IFD0: { Make: 'SecretCam', Orientation: '6' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 0/1' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>Paris</place></x:xmpmeta>')
      .toBuffer()
    const turned = sharp(await sharp(file).keepMetadata().withMetadata({ orientation: 6 }).toBuffer())
    const source = await turned.keepMetadata().toBuffer()
    expect(source.includes('SecretCam')).toBe(true)
    const made = await reEncodePhoto(source)
    if (!made.ok) throw new Error(made.error.kind)
    expect([made.value.width, made.value.height]).toEqual([40, 60])
    const { exif, xmp, icc, iptc, orientation, format } = await sharp(made.value.bytes).metadata()
    expect({ exif, xmp, icc, iptc, orientation, format }).toEqual({ format: 'jpeg' })
    for (const secret of ['SecretCam', 'Paris', 'GPS']) expect(made.value.bytes.includes(secret)).toBe(false)
  })

  it.each(['jpeg', 'png', 'webp'] as const)('takes %s and bounds its size', async (format) => {
    const file = await sharp({ create: { ...plain.create, width: 3_000, height: 1_500 } })
      .toFormat(format)
      .toBuffer()
    expect(await reEncodePhoto(file)).toMatchObject({ ok: true, value: { width: 2_000, height: 1_000 } })
  })

  it.each([
    ['SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['PDF', '%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>'],
    ['GIF that is a script', 'GIF89a/*\x00\x00*/=1;alert(1)'],
    ['ZIP', 'PK\x03\x04<?php __HALT_COMPILER(); ?>'],
    ['TIFF', 'II*\x00\x08\x00\x00\x00'],
  ])('takes no %s (H72)', async (_, text) => {
    expect(await problemOf(Buffer.from(text, 'latin1'))).toBe('not_a_photo')
  })

  it('writes a photo anew that is something else as well: the rest is gone (H72)', async () => {
    const photo = await sharp(plain).jpeg().toBuffer()
    const made = await reEncodePhoto(Buffer.concat([photo, Buffer.from('PK\x03\x04<?php evil(); <script>')]))
    expect(made.ok && made.value.bytes.includes('<script>')).toBe(false)
    expect(made.ok).toBe(true)
  })

  it('refuses a picture that would be huge before it unpacks it (H74)', async () => {
    const began = performance.now()
    expect(await problemOf(bomb(30_000, 30_000))).toBe('too_many_pixels')
    expect(performance.now() - began).toBeLessThan(500)
    // Below the limit by its header, and not there.
    expect(await problemOf(bomb(6_000, 6_000))).toBe('unreadable')
  })

  it('says what is wrong with a file that is empty, too heavy, cut off, or of a camera that we cannot read (H75, H79)', async () => {
    const photo = await sharp({
      create: { ...plain.create, width: 400, height: 400, noise: { type: 'gaussian', mean: 128, sigma: 30 } },
    })
      .jpeg()
      .toBuffer()
    expect(await problemOf(new Uint8Array())).toBe('empty')
    expect(await problemOf(new Uint8Array(mostPhotoBytes + 1))).toBe('too_heavy')
    expect(await problemOf(photo.subarray(0, photo.length / 3))).toBe('unreadable')
    expect(await problemOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]))).toBe('unreadable')
    expect(await problemOf(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))).toBe('unreadable')
  })
})
