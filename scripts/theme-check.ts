// Theme check over the theme app extension, as `shopify theme check` does it: each offence on a line, status 1 where there is one.
import { join } from 'node:path'
import { themeCheckRun } from '@shopify/theme-check-node'

const folder = join(import.meta.dirname, '../extensions/returns-portal')

/** Every offence as `file: check: what is wrong`. */
export async function themeOffences(): Promise<readonly string[]> {
  const { offenses } = await themeCheckRun(folder, join(folder, '.theme-check.yml'), () => undefined)
  return offenses.map(({ check, message, uri }) => `${uri.split('/').pop() ?? ''}: ${check}: ${message}`)
}

if (import.meta.main) {
  const offences = await themeOffences()
  for (const offence of offences) console.error(offence)
  console.error(`${offences.length} offences in the theme app extension.`)
  process.exitCode = offences.length === 0 ? 0 : 1
}
