import { describe, expect, test } from 'vitest'
import { countryName } from './country-name.ts'

describe('the name of a country', () => {
  test('is said in full', () => {
    expect(['us', 'GB', 'BA', 'CC'].map((code) => countryName(code, 'en'))).toEqual([
      'United States',
      'United Kingdom',
      'Bosnia & Herzegovina',
      'Cocos (Keeling) Islands',
    ])
  })

  test('is the one that browsers say, too, where their data differ from the server’s', () => {
    const codes = ['HK', 'MO', 'PS', 'FK']
    expect(codes.map((code) => countryName(code, 'en'))).toEqual([
      'Hong Kong',
      'Macao',
      'Palestine',
      'Falkland Islands',
    ])
    expect(codes.map((code) => countryName(code, 'de'))).toEqual([
      'Hongkong',
      'Macau',
      'Palästina',
      'Falklandinseln',
    ])
  })

  test('is the code where nobody knows it', () => {
    expect([countryName('XQ', 'en'), countryName('Narnia', 'en')]).toEqual(['XQ', 'Narnia'])
  })
})
