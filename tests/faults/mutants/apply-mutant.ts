import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutants.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const copied = [
  'app',
  'dev-store',
  'extensions',
  'prisma',
  'tests/faults',
  'tests/setup',
  'scripts',
  'package.json',
  'shopify.app.toml',
  'tsconfig.json',
]

/** Makes a copy of the sources, without what is installed, built or fetched: those are linked. Answers its folder. */
export function copySources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-mutant-'))
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true })
  for (const path of ['node_modules', '.cache']) symlinkSync(join(root, path), join(folder, path))
  return folder
}

/** Seeds the bug. Throws when a text is not there exactly once: then the mutant is out of date, and says so loudly. */
export function seed(folder: string, mutant: Mutant): () => void {
  const before = new Map<string, string>()
  for (const { file, find, put } of mutant.patches) {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    if (!before.has(path)) before.set(path, text)
    const count = text.split(find).length - 1
    if (count !== 1)
      throw new Error(`Mutant ${mutant.name} is out of date: ${file} has its text ${count} times: ${find}`)
    writeFileSync(
      path,
      text.replace(find, () => put),
    )
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text)
  }
}
