import { afterEach, beforeEach, expect, vi } from 'vitest'

const expected: RegExp[] = []

/** Tells the rig that this test makes the code say so on console.error. Everything else said there fails the test. */
export function expectConsoleError(pattern: RegExp): void {
  expected.push(pattern)
}

beforeEach(() => {
  expected.length = 0
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  const said = vi.mocked(console.error).mock.calls.map((parts) => parts.map(String).join(' '))
  vi.mocked(console.error).mockRestore()
  expect(said.filter((line) => !expected.some((pattern) => pattern.test(line)))).toEqual([])
})
