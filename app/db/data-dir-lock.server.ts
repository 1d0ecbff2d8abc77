import { createHash } from 'node:crypto'
import { closeSync, constants, mkdirSync, openSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Gives the directory back. The operating system does the same when the process dies, however it dies. */
export type Release = () => Promise<void>

/**
 * Takes a directory for this process alone. Two processes on one embedded database silently lose most of what they
 * acknowledge, so the second one is refused. The lock hangs on a thing that the operating system owns and frees, not on a
 * file with a time in it: an abstract socket on Linux, a named pipe on Windows, a locked file elsewhere. (On Linux two
 * containers that share a volume but no network do not see each other.) Throws a sentence when it is taken.
 */
export async function lockDataDir(dataDir: string): Promise<Release> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = realpathSync(dataDir)
  const taken = new Error(
    `Another process uses the data in ${path}. Stop it first: two at once would lose data.`,
  )
  const name = `homeward-${createHash('sha256').update(path).digest('hex').slice(0, 40)}`
  if (process.platform === 'linux') return lockByName(`\0${name}`, taken)
  if (process.platform === 'win32')
    return lockByName(String.raw`\\.\pipe\${name}`.replace('${name}', name), taken)
  return lockByFile(join(path, 'lock'), taken)
}

/** Whoever listens on a name is its only owner, and the name is gone with its process. */
async function lockByName(name: string, taken: Error): Promise<Release> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? taken : error),
    )
    server.listen(name, resolve)
  })
  server.unref()
  return () => new Promise((resolve) => server.close(() => resolve()))
}

/** BSD's and macOS' `open` take an exclusive lock in the same step (O_EXLOCK), which ends with the file descriptor. */
function lockByFile(path: string, taken: Error): Release {
  const exclusiveLock = 0x20
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | exclusiveLock
  try {
    const descriptor = openSync(path, flags, 0o600)
    return () => {
      closeSync(descriptor)
      return Promise.resolve()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') throw taken
    throw error
  }
}
