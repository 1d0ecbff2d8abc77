const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

/** Drawn outlines by what kind of thing it is, in a 200 × 200 field. */
const OUTLINE: Record<string, string> = {
  Shirts:
    'M60 55 L85 42 Q100 56 115 42 L140 55 L158 88 L138 98 L134 84 L134 160 L66 160 L66 84 L62 98 L42 88 Z',
  Trousers: 'M68 40 L132 40 L140 165 L110 165 L100 82 L90 165 L60 165 Z',
  Shoes: 'M40 120 L78 92 L108 112 L150 120 Q164 126 162 142 L40 142 Z',
  Tableware:
    'M58 66 L128 66 L122 146 Q120 154 110 154 L76 154 Q66 154 64 146 Z M128 82 Q156 82 152 106 Q148 124 124 122 L126 110 Q140 112 140 102 Q140 92 127 94 Z',
  Bedding: 'M36 60 L164 60 L164 150 L36 150 Z M36 84 L164 84 L164 90 L36 90 Z',
  Candles: 'M80 80 L120 80 L120 156 L80 156 Z M98 78 L98 66 Q92 56 100 44 Q108 56 102 66 L102 78 Z',
  Cookware: 'M44 92 Q44 150 94 150 Q144 150 144 92 Z M144 98 L178 92 L178 102 L144 108 Z',
  Kitchen: 'M50 54 L136 54 Q150 54 150 68 L150 146 L50 146 Z M132 66 a6 6 0 1 0 0.1 0 Z',
  Digital: 'M62 40 L118 40 L140 62 L140 160 L62 160 Z M118 40 L118 62 L140 62 Z',
  'Gift cards': 'M40 66 L160 66 L160 138 L40 138 Z M94 66 L106 66 L106 138 L94 138 Z',
  Coffee: 'M66 52 L134 52 L142 158 L58 158 Z M66 52 L74 40 L126 40 L134 52 Z',
}
const SAME: Record<string, string> = {
  Sweaters: 'Shirts',
  'T-shirts': 'Shirts',
  Outerwear: 'Shirts',
  Dresses: 'Shirts',
  Swimwear: 'Trousers',
  Blankets: 'Bedding',
  'Kitchen textiles': 'Bedding',
}

/** A product picture as SVG, about one kilobyte: the thing's outline on its colour. */
export const productPicture = (title: string, type: string, color: string): string => {
  const path = OUTLINE[SAME[type] ?? type] ?? OUTLINE['Kitchen'] ?? ''
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="800" height="800" role="img" aria-label="${escape(title)}">`,
    '<rect width="200" height="200" fill="#f4f1ea"/>',
    '<ellipse cx="100" cy="170" rx="64" ry="7" fill="#000" opacity=".07"/>',
    `<path d="${path}" fill="${color}" stroke="#00000022" stroke-width="2" fill-rule="evenodd"/>`,
    '</svg>',
  ].join('')
}
