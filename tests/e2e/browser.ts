import { chromium, type Browser } from '@playwright/test'

/** Flags that keep Chromium from calling home: the tests run without a network. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A plain desktop user agent: Shopify's libraries answer 410 to one that says HeadlessChrome. */
export const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

export const wide = { width: 1280, height: 900 }
export const narrow = { width: 390, height: 844 }

/** Starts the Chromium that `CHROMIUM_PATH` names (the commands set it), or Playwright's own. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH
  return chromium.launch({ args: quiet, ...(executablePath ? { executablePath } : {}) })
}
