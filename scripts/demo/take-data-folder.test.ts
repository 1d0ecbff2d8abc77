import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataDir } from '../../app/db/data-dir-lock.server.ts'
import { mustBeFree } from './free-port.ts'
import { takeDataFolder } from './take-data-folder.ts'

let folder: string
let kept: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeward-folder-'))
  mkdirSync(join(folder, 'app'))
  kept = join(folder, 'app', 'kept')
  writeFileSync(kept, 'what the demo has stored')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a second demo on the same data is refused, and one that wants to start anew deletes nothing', async () => {
  await takeDataFolder(folder, { fresh: false })
  const refused = /Another process uses the data in .*Stop it first/
  await expect(takeDataFolder(folder, { fresh: false })).rejects.toThrow(refused)
  await expect(takeDataFolder(folder, { fresh: true })).rejects.toThrow(refused)
  expect(existsSync(kept)).toBe(true)
})

test('an app that outlived its demo keeps its data from being deleted', async () => {
  const release = await lockDataDir(join(folder, 'app'))
  await expect(takeDataFolder(folder, { fresh: true })).rejects.toThrow('Another process uses the data')
  expect(existsSync(kept)).toBe(true)
  await release()
})

test('a fresh start empties the folder, another one does not', async () => {
  await takeDataFolder(folder, { fresh: false })
  expect(existsSync(kept)).toBe(true)
  const other = mkdtempSync(join(tmpdir(), 'homeward-folder-'))
  mkdirSync(join(other, 'dev-store'))
  await takeDataFolder(other, { fresh: true })
  expect(existsSync(join(other, 'dev-store'))).toBe(false)
  rmSync(other, { recursive: true })
})

test('a port that somebody listens on is said in a sentence', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(mustBeFree(port)).rejects.toThrow(`Port ${port} is taken by another program on this machine.`)
  await new Promise((resolve) => server.close(resolve))
  await expect(mustBeFree(port)).resolves.toBeUndefined()
})
