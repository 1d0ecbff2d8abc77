import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkOwnText, fillText, valuesOf } from './own-text.ts'

const limits = { needs: ['count'], may: ['email'], most: 40 }
const problem = (text: string, some: Partial<typeof limits> = {}) => {
  const checked = checkOwnText(text, { ...limits, ...some })
  return checked.ok ? null : checked.error
}

describe('a merchant’s own text', () => {
  it('is kept as one line without space around it', () => {
    expect(checkOwnText('  Take {{count}}\n of\tthem ', limits)).toEqual({
      ok: true,
      value: 'Take {{count}} of them',
    })
  })

  it('keeps the values that it needs, may have others that there are, and names no stranger', () => {
    expect(problem('{{count}} or {{email}}')).toBeNull()
    expect(problem('{{count}} and {{count}}')).toBeNull()
    expect(problem('Take them')).toEqual({ kind: 'lacks_value', name: 'count' })
    expect(problem('{{count}} {{shop}}')).toEqual({ kind: 'unknown_value', name: 'shop' })
  })

  it.each([
    '{{count}} {{',
    '{{count}} }}',
    '{{count}} {x}',
    '{{ count }} {{count}}',
    '{{{count}}} {{count}}',
    '{{count, x}}{{count}}',
  ])('has no broken values: %s', (text) => {
    expect(problem(text)).toMatchObject({ kind: 'unknown_value' })
  })

  it('keeps the number sign that a script fills, and may have others', () => {
    expect(problem('You chose some', { needs: ['#'] })).toEqual({ kind: 'lacks_value', name: '#' })
    expect(problem('You chose #', { needs: ['#'] })).toBeNull()
    expect(problem('{{count}} of #1001')).toBeNull()
  })

  it.each([
    '<b>{{count}}</b>',
    '{{count}}<script>',
    '{{count}}</p>',
    '{{count}}<!-- x',
    '{{count}} &amp;',
    '{{count}} &#60;',
    '{{count}} &#x3c;',
  ])('is no HTML: %s', (text) => {
    expect(problem(text)).toEqual({ kind: 'markup' })
  })

  it('may compare and join', () => {
    expect(problem('{{count}} < 3 & > 1, R&D')).toBeNull()
  })

  it('is neither empty nor too long, counted as people count', () => {
    expect(problem(' \n ')).toEqual({ kind: 'empty' })
    expect(problem(`{{count}}${'😀'.repeat(31)}`)).toBeNull()
    expect(problem(`{{count}}${'😀'.repeat(32)}`)).toEqual({ kind: 'too_long', most: 40, count: 41 })
  })

  it.each(['{{count}}\u0007', '{{count}}\u202e', '{{count}}\ud800'])(
    'has no characters that nobody can read',
    (text) => {
      expect(problem(text)).toEqual({ kind: 'unreadable' })
    },
  )
})

describe('filling a text', () => {
  it('reads nothing of what a value says', () => {
    expect(fillText('{{a}} {{b}} {{a}}', { a: '{{b}} $& $t(x)', b: 2 })).toBe(
      '{{b}} $& $t(x) 2 {{b}} $& $t(x)',
    )
    expect(fillText('{{constructor}} {{toString}}', {})).toBe('{{constructor}} {{toString}}')
  })

  it('leaves no value of a checked text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: 'grapheme' }), (text) => {
        const checked = checkOwnText(`${text}{{count}}`, { ...limits, most: 600 })
        if (!checked.ok) return
        expect(fillText(checked.value, { count: 3, email: 'x' })).not.toContain('{{')
        expect(valuesOf(checked.value)).toContain('count')
      }),
    )
  })
})
