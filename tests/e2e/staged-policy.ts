import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { startApp } from '../../scripts/demo/app-process.ts'
import { type Demo, startDemo } from '../../scripts/demo/start-demo.ts'
import { test as base } from './fixtures.ts'

/** A policy as it is stored. */
export type StoredPolicy = {
  baseline: Record<string, unknown>
  rules: unknown[]
  questions: unknown[]
} & Record<string, unknown>

/**
 * Playwright's test with a demo of its own whose shops are judged by another policy from the beginning. Published versions
 * never change, so the first one is changed while nobody runs: as the owner of the tables, past the trigger.
 */
export function testJudgedBy(change: (policy: StoredPolicy) => StoredPolicy) {
  return base.extend<object, { demo: Demo }>({
    demo: [
      async ({}, use) => {
        const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-e2e-policy-'))
        const begun = await startDemo({ appDataDir })
        const { urls } = begun.devStore
        await begun.app.stop()
        await restage(join(appDataDir, 'postgres'), change)
        const app = await startApp({
          port: Number(new URL(begun.app.origin).port),
          appUrl: urls.appUrl,
          devStoreUrl: urls.base,
          smtpUrl: urls.smtp,
          dataDir: appDataDir,
        })
        await use({ ...begun, app })
        await app.stop()
        await begun.devStore.close()
        rmSync(appDataDir, { recursive: true, force: true })
      },
      { scope: 'worker', timeout: 240_000 },
    ],
  })
}

async function restage(dataDir: string, change: (policy: StoredPolicy) => StoredPolicy): Promise<void> {
  const database = await PGlite.create(dataDir)
  const { rows } = await database.query<{ shop: string; policy: StoredPolicy }>(
    'select shop, policy from "PolicyVersion" where number = 1',
  )
  await database.exec('alter table "PolicyVersion" disable trigger user')
  for (const { shop, policy } of rows)
    await database.query('update "PolicyVersion" set policy = $2 where shop = $1 and number = 1', [
      shop,
      JSON.stringify(change(policy)),
    ])
  await database.exec('alter table "PolicyVersion" enable trigger user')
  await database.close()
}
