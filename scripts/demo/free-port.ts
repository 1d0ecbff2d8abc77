import { createServer } from 'node:net'

/** A port on loopback that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port on loopback')
  return address.port
}

/** Throws a sentence when somebody listens on this port of this machine. */
export async function mustBeFree(port: number): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  ).catch((error: unknown) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw isTaken ? new Error(portTaken(port)) : error
  })
  await new Promise((resolve) => server.close(resolve))
}

const portTaken = (port: number) =>
  `Port ${port} is taken by another program on this machine. Choose others with -- --port N.`
