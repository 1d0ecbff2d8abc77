import type { Page } from '@playwright/test'
import axe from 'axe-core'

/** Axe talks to its copies in the frames of other origins, the app's among them; of two copies in one frame both would answer. */
const setUp = `${axe.source};axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] })`

/** Waits until what fades or slides in has come to rest: half faded in, words have too little contrast. Spinners go on. */
const atRest = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
  .map(({ finished }) => finished)).then(() => {})`

/**
 * What axe finds on a page and in its frames, a line for each rule that is broken, with the markup; of the app alone where
 * `frame` names the frame that it stands in. Axe runs within the page and tells only what is wrong: its own adapter carries all
 * that is right through two more pages, and takes three times as long. Throws where nothing was looked at.
 */
export async function findingsOn(page: Page, frame?: string): Promise<string[]> {
  for (const one of page.frames()) {
    await one.evaluate(atRest)
    if (await one.evaluate('globalThis.axe === undefined')) await one.evaluate(setUp)
  }
  const { violations, incomplete, passes } = await page.evaluate(
    ({ context, options }) => (globalThis as unknown as { axe: typeof axe }).axe.run(context, options),
    {
      context: (frame === undefined ? 'html' : { fromFrames: [frame, 'html'] }) satisfies axe.ElementContext,
      options: { resultTypes: ['violations'] } satisfies axe.RunOptions,
    },
  )
  const isWhole = passes.length > 0 && incomplete.every(({ id }) => id !== 'frame-tested')
  if (!isWhole) throw new Error(`Something of ${page.url()} was not looked at`)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
