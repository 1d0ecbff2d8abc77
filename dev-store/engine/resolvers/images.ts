import type { Context } from '../context.ts'
import type { StoredImage } from '../state.ts'
import { fileUrl } from './fields.ts'

type Transform = { maxWidth?: number | null; maxHeight?: number | null }

/** An Image in its GraphQL form; `url(transform:)` keeps the picture and says the wanted size in the query, as the CDN does. */
export const imageValue = (context: Context, image: StoredImage) => {
  const url = fileUrl(context, image.path)
  return {
    __typename: 'Image',
    id: image.id,
    altText: image.altText,
    width: image.width,
    height: image.height,
    url,
    src: url,
    originalSrc: url,
    thumbhash: null,
  }
}

/** Address of an image with the transformation's size as query parameters. */
export const transformedUrl = (url: string, transform: Transform | null | undefined): string => {
  const sizes = [
    transform?.maxWidth ? `width=${transform.maxWidth}` : '',
    transform?.maxHeight ? `height=${transform.maxHeight}` : '',
  ]
  const query = sizes.filter((part) => part !== '').join('&')
  return query === '' ? url : `${url}?${query}`
}
