import { describe, expect, it } from 'vitest'
import type { UploadForm, UploadProblem } from './upload-form.server.ts'
import { withUploadForm } from './upload-form.server.ts'

type Read = { form?: UploadForm; problem?: UploadProblem['kind'] }

function read(request: Request): Promise<Read> {
  return withUploadForm(request, (form) =>
    Promise.resolve(form.ok ? { form: form.value } : { problem: form.error.kind }),
  )
}

function post(body: FormData | URLSearchParams | string, type?: string): Request {
  const headers = type === undefined ? {} : { 'content-type': type }
  return new Request('https://app.example/portal/review', { method: 'POST', body, headers })
}

const raw = (...lines: string[]) => post(lines.join('\r\n'), 'multipart/form-data; boundary=b')

describe('withUploadForm', () => {
  it('reads fields and files as a browser sends them, whatever the bytes', async () => {
    const form = new FormData()
    form.append('line.0.note', ' Zoë,\r\n two lines ')
    const bytes = Buffer.from('\r\n--not the end\r\n\0\xff', 'latin1')
    form.append('line.0.file', new File([bytes], '../../etc/passwd'))
    form.append('line.0.file', new File([], 'empty.jpg'))
    const { form: got } = await read(post(form))
    expect([...(got?.fields ?? [])]).toEqual([['line.0.note', 'Zoë,\n two lines']])
    expect(got?.files.map(({ field, bytes: found }) => [field, found.toString('latin1')])).toEqual([
      ['line.0.file', bytes.toString('latin1')],
      ['line.0.file', ''],
    ])
  })

  it('takes a file field that nobody used for nothing', async () => {
    const unused = ['--b', 'Content-Disposition: form-data; name="line.0.file"; filename=""', '', '', '--b--']
    expect(await read(raw(...unused))).toEqual({ form: { fields: new Map(), files: [] } })
  })

  it('reads a form without files, too', async () => {
    expect((await read(post(new URLSearchParams({ t: 'x' })))).form).toEqual({
      fields: new Map([['t', 'x']]),
      files: [],
    })
  })

  it('refuses a field sent twice, and what is not written as a form', async () => {
    const field = (name: string) => [`--b`, `Content-Disposition: form-data; name="${name}"`, '', 'x']
    expect(await read(raw(...field('t'), ...field('t'), '--b--'))).toEqual({ problem: 'repeated_field' })
    const broken = [
      raw('garbage'),
      raw('--b', 'Content-Disposition: form-data; name="t"', '', 'never ends'),
      raw('--b', 'Content-Disposition: attachment; name="t"', '', 'x', '--b--'),
      raw('--b', 'Content-Disposition: form-data', '', 'x', '--b--'),
      raw('--b', `Content-Disposition: form-data; name="${'n'.repeat(3_000)}"`, '', 'x', '--b--'),
      raw(...field('a\0b'), '--b--'),
    ]
    for (const request of broken) expect(await read(request)).toEqual({ problem: 'unreadable' })
    expect(await read(post('--b--', 'multipart/form-data'))).toEqual({ problem: 'unreadable' })
  })

  it('refuses more than it holds: text, parts, bytes (H13, H75)', async () => {
    const text = new FormData()
    text.append('note', 'x'.repeat(600_000))
    expect(await read(post(text))).toEqual({ problem: 'too_large' })
    const heavy = new FormData()
    heavy.append('line.0.file', new File([new Uint8Array(53 * 1024 * 1024)], 'a.jpg'))
    expect(await read(post(heavy))).toEqual({ problem: 'too_large' })
  })

  it('lets a hundred heavy forms in as far as there is room, and every one of them goes on later (H75)', async () => {
    const some = () => {
      const form = new FormData()
      form.append('line.0.file', new File([new Uint8Array(10 * 1024 * 1024)], 'a.jpg'))
      return post(form)
    }
    const slow = (request: Request) =>
      withUploadForm(request, async (form) => {
        await new Promise((resolve) => setTimeout(resolve, 60))
        return form.ok ? 'read' : form.error.kind
      })
    const answers = await Promise.all(Array.from({ length: 24 }, () => slow(some())))
    expect(new Set(answers)).toEqual(new Set(['read', 'busy']))
    expect(await slow(some())).toBe('read')
  })
})
