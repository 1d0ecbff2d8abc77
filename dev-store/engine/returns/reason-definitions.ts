import type { ReturnReasonDefinition } from '../state.ts'

type Row = readonly [
  number: number,
  handle: string,
  reason: string,
  en: string,
  de: string,
  fr: string,
  deleted?: true,
]

// Numbers, handles and English names of 1–20 are recorded (return-reason-validation); the rest follows their alphabet with
// handles of Shopify's schema texts, numbers ours. The legacy enum spelling is that of the connector list in returns-api §2.3.
const LIBRARY: readonly Row[] = [
  [1, 'unknown', 'UNKNOWN', 'Unknown', 'Unbekannt', 'Inconnu'],
  [2, 'changed-my-mind', 'UNWANTED', 'Changed my mind', 'Meinung geändert', "J'ai changé d'avis"],
  [
    3,
    'item-not-as-described',
    'NOT_AS_DESCRIBED',
    'Item not as described',
    'Artikel nicht wie beschrieben',
    'Article non conforme à la description',
  ],
  [
    4,
    'received-the-wrong-item',
    'WRONG_ITEM',
    'Received the wrong item',
    'Falschen Artikel erhalten',
    'Mauvais article reçu',
  ],
  [5, 'other-reason', 'OTHER', 'Other', 'Sonstiges', 'Autre'],
  [
    6,
    'damaged-or-defective',
    'DEFECTIVE',
    'Damaged or defective',
    'Beschädigt oder defekt',
    'Endommagé ou défectueux',
  ],
  [7, 'too-small', 'SIZE_TOO_SMALL', 'Too small', 'Zu klein', 'Trop petit'],
  [8, 'too-big', 'SIZE_TOO_LARGE', 'Too big', 'Zu groß', 'Trop grand'],
  [9, 'style', 'STYLE', 'Style', 'Stil', 'Style'],
  [10, 'color', 'COLOR', 'Color', 'Farbe', 'Couleur'],
  [11, 'absorbency', 'OTHER', 'Absorbency', 'Saugfähigkeit', 'Capacité d’absorption'],
  [12, 'academic-level', 'OTHER', 'Academic level', 'Lernniveau', 'Niveau scolaire'],
  [13, 'accuracy', 'OTHER', 'Accuracy', 'Genauigkeit', 'Précision'],
  [14, 'adhesion', 'OTHER', 'Adhesion', 'Haftung', 'Adhérence'],
  [15, 'adhesive', 'OTHER', 'Adhesive', 'Klebstoff', 'Adhésif'],
  [16, 'adhesive-strength', 'OTHER', 'Adhesive strength', 'Klebekraft', 'Force d’adhésion'],
  [17, 'adjustability', 'OTHER', 'Adjustability', 'Verstellbarkeit', 'Possibilité de réglage'],
  [18, 'age-range', 'OTHER', 'Age range', 'Altersgruppe', 'Tranche d’âge'],
  [19, 'amperage', 'OTHER', 'Amperage', 'Stromstärke', 'Ampérage'],
  [20, 'angle', 'OTHER', 'Angle', 'Winkel', 'Angle'],
  [21, 'arrived-late', 'OTHER', 'Arrived late', 'Zu spät angekommen', 'Arrivé en retard'],
  [22, 'battery-life', 'OTHER', 'Battery life', 'Akkulaufzeit', 'Autonomie de la batterie'],
  [23, 'color-too-bright', 'COLOR', 'Color too bright', 'Farbe zu hell', 'Couleur trop vive'],
  [24, 'comfort', 'OTHER', 'Comfort', 'Komfort', 'Confort'],
  [25, 'compatibility', 'OTHER', 'Compatibility', 'Kompatibilität', 'Compatibilité'],
  [26, 'durability', 'OTHER', 'Durability', 'Haltbarkeit', 'Durabilité'],
  [27, 'fabric', 'OTHER', 'Fabric', 'Stoff', 'Tissu'],
  [28, 'fragrance', 'OTHER', 'Fragrance', 'Duft', 'Parfum'],
  [29, 'quality', 'OTHER', 'Quality', 'Qualität', 'Qualité'],
  [30, 'too-long', 'SIZE_TOO_LARGE', 'Too long', 'Zu lang', 'Trop long'],
  [31, 'too-loose', 'SIZE_TOO_LARGE', 'Too loose', 'Zu weit', 'Trop ample'],
  [32, 'too-short', 'SIZE_TOO_SMALL', 'Too short', 'Zu kurz', 'Trop court'],
  [33, 'too-tight', 'SIZE_TOO_SMALL', 'Too tight', 'Zu eng', 'Trop serré'],
  [34, 'flex', 'OTHER', 'Flex', 'Flexibilität', 'Flexibilité', true],
]

/** The return reason library of every shop: 34 definitions, one of them deleted, names in English, German and French. */
export function returnReasonLibrary(): ReturnReasonDefinition[] {
  return LIBRARY.map(([number, handle, reason, en, de, fr, deleted]) => ({
    id: `gid://shopify/ReturnReasonDefinition/${number}`,
    handle,
    reason,
    deleted: deleted === true,
    names: { en, de, fr },
  }))
}

/** Name in a locale ("de-CH" falls back to "de"), else in English, as Shopify documents. */
export function reasonName(definition: ReturnReasonDefinition, locale: string): string {
  const language = locale.split('-')[0] ?? 'en'
  return definition.names[locale] ?? definition.names[language] ?? definition.names['en'] ?? definition.handle
}
