import type { PageFrame } from './portal-page.tsx'

/** Photos that were sent with a line, to look at. */
export function ShownPhotos({
  frame,
  urls,
}: {
  readonly frame: PageFrame
  readonly urls: readonly string[]
}) {
  const { t } = frame.text
  if (urls.length === 0) return null
  return (
    <>
      <p className="returns-portal__meta">{t('review.photos', { count: urls.length })}</p>
      <ul className="returns-portal__photo-list" role="list">
        {urls.map((url, at) => (
          <li key={url} className="returns-portal__photo">
            <img src={url} alt={t('photo.name').replace('#', String(at + 1))} loading="lazy" />
          </li>
        ))}
      </ul>
    </>
  )
}
