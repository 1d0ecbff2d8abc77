import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lockDataDir } from '../../app/db/data-dir-lock.server.ts'

/** Where the two parts of the demo keep their data. */
export type DataFolders = { readonly devStore: string; readonly app: string }

/**
 * Takes the demo's data folder until this process ends, and empties it when a fresh start is wanted. Throws a sentence,
 * and deletes nothing, while another demo, or an app that outlived its demo, works on it.
 */
export async function takeDataFolder(dataDir: string, { fresh }: { fresh: boolean }): Promise<DataFolders> {
  const folders = { devStore: join(dataDir, 'dev-store'), app: join(dataDir, 'app') }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  await lockDataDir(dataDir)
  // The app takes this one itself in a moment; here it only has to be free.
  const release = await lockDataDir(folders.app)
  await release()
  if (fresh) for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true })
  return folders
}
