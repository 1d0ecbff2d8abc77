import sharp from 'sharp'
import { photoKindOf } from '#app/domain/photo-kind.ts'
import { err, ok, type Result } from '#app/domain/result.ts'

/** What is wrong with a file that was sent as a photo. */
export type PhotoProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_heavy' }
  /** None of the formats that we take. */
  | { readonly kind: 'not_a_photo' }
  /** Broken, cut off, or written in a way that we cannot read. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'too_many_pixels' }

/** A photo made anew: JPEG without anything but its pixels. */
export type CleanPhoto = { readonly bytes: Buffer; readonly width: number; readonly height: number }

/** A phone's photo has 4 to 9 MB. */
export const mostPhotoBytes = 10 * 1024 * 1024
/** A file says how large its picture is before it is unpacked: a small file can claim gigabytes. */
const mostPixels = 40_000_000
/** Enough to see a scratch or to read a label. */
const longestSide = 2_000
const quality = 82
const patienceSeconds = 5

sharp.cache(false)
sharp.concurrency(1)
// The library reads many formats; only those that we take can be reached, whatever a file says of itself.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})

/**
 * Makes a photo anew: only pixels survive, turned the way the camera was held. Place, camera, preview and whatever else hangs on
 * the file are gone, and so is anything hidden in it. Of moving pictures the first frame stays.
 */
export async function reEncodePhoto(file: Uint8Array): Promise<Result<CleanPhoto, PhotoProblem>> {
  if (file.byteLength === 0) return err({ kind: 'empty' })
  if (file.byteLength > mostPhotoBytes) return err({ kind: 'too_heavy' })
  const kind = photoKindOf(file)
  if (kind === null) return err({ kind: 'not_a_photo' })
  if (kind === 'heif') return err({ kind: 'unreadable' })
  try {
    const reading = { limitInputPixels: false, failOn: 'error', pages: 1 } as const
    const { width, height } = await sharp(file, reading).metadata()
    if (width * height > mostPixels) return err({ kind: 'too_many_pixels' })
    const { data, info } = await sharp(file, {
      ...reading,
      limitInputPixels: mostPixels,
      sequentialRead: true,
    })
      .timeout({ seconds: patienceSeconds })
      .autoOrient()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality })
      .toBuffer({ resolveWithObject: true })
    return ok({ bytes: data, width: info.width, height: info.height })
  } catch {
    // The decoder's own words help nobody who took the picture.
    return err({ kind: 'unreadable' })
  }
}
