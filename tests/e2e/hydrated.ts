import { expect, type FrameLocator } from '@playwright/test'

/** Waits until React has taken the page over: a click before that would be lost, and on a busy machine it comes late. */
export async function hydrated(app: FrameLocator): Promise<void> {
  await expect
    .poll(
      () =>
        app
          .locator('main button')
          .first()
          .evaluate((button) => Object.keys(button).some((key) => key.startsWith('__reactProps'))),
      { timeout: 60_000 },
    )
    .toBe(true)
}
