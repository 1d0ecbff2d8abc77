/** What the two buttons of the withdrawal function say. */
export type WithdrawalWords = { readonly start: string; readonly confirm: string }

/**
 * Directive 2011/83/EU Art. 11a wants the words "withdraw from contract here" and "confirm withdrawal" or others as clear, in
 * the shopper's language. By country where its own law has words of its own: Germany's § 356a BGB ("Vertrag widerrufen"),
 * Argentina's Disposición 954/2025 ("Botón de arrepentimiento"). Written from memory of the texts: a lawyer of the country
 * should read them. Merchants cannot change them (`portal-entries.ts`).
 */
const byLanguage = new Map<string, WithdrawalWords>(
  Object.entries({
    en: { start: 'Withdraw from contract here', confirm: 'Confirm withdrawal here' },
    de: { start: 'Vertrag hier widerrufen', confirm: 'Widerruf bestätigen' },
    fr: { start: 'Renoncer au contrat ici', confirm: 'Confirmer la rétractation' },
    es: { start: 'Desistir del contrato aquí', confirm: 'Confirmar desistimiento' },
    it: { start: 'Recedere dal contratto qui', confirm: 'Confermare il recesso' },
    nl: { start: 'Overeenkomst hier herroepen', confirm: 'Herroeping bevestigen' },
    pt: { start: 'Retratar-se do contrato aqui', confirm: 'Confirmar a retratação' },
    ja: { start: 'こちらで契約を撤回する', confirm: '撤回を確定する' },
    zh: { start: '在此撤回合同', confirm: '确认撤回' },
    'zh-TW': { start: '在此撤銷契約', confirm: '確認撤銷' },
    ko: { start: '여기에서 청약 철회', confirm: '청약 철회 확인' },
    ar: { start: 'العدول عن العقد هنا', confirm: 'تأكيد العدول' },
  }),
)

const byCountry = new Map<string, WithdrawalWords>(
  Object.entries({
    'de-DE': { start: 'Vertrag widerrufen', confirm: 'Widerruf bestätigen' },
    'es-AR': { start: 'Botón de arrepentimiento', confirm: 'Confirmar arrepentimiento' },
    'pt-BR': { start: 'Desistir da compra aqui', confirm: 'Confirmar desistência' },
  }),
)

/** The buttons' words for a language (`pt-BR`) and the country that the shopper shops from (`DE`), English where there are none. */
export function withdrawalWords(locale: string, country: string | null): WithdrawalWords {
  const [language = 'en'] = locale.split('-')
  return (
    byCountry.get(`${language}-${country ?? ''}`) ??
    byLanguage.get(locale) ??
    byLanguage.get(language) ?? { start: 'Withdraw from contract here', confirm: 'Confirm withdrawal here' }
  )
}
