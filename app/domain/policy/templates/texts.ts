import type { LocalText } from '../local-text.ts'

/** What shoppers read of a template, in the languages of their pages: a policy that is begun from one lacks no text. */
export const texts = {
  finalSale: {
    en: 'Final sale',
    de: 'Vom Umtausch ausgeschlossene Aktionsware',
    fr: 'Vente définitive',
    es: 'Venta final',
    it: 'Vendita definitiva',
    nl: 'Definitieve verkoop',
    pt: 'Venda final',
    ja: '最終セール品です',
    zh: '最终特卖商品',
    ko: '최종 세일 상품',
    ar: 'بيع نهائي',
  },
  hygiene: {
    en: 'Worn next to the skin, and the hygiene seal is broken',
    de: 'Auf der Haut getragen, und das Hygienesiegel ist gebrochen',
    fr: 'Porté à même la peau, et le sceau d’hygiène est rompu',
    es: 'Se lleva sobre la piel y el precinto de higiene está roto',
    it: 'A contatto con la pelle, e il sigillo igienico è rotto',
    nl: 'Op de huid gedragen, en het hygiënezegel is verbroken',
    pt: 'Usado sobre a pele, e o selo de higiene foi rompido',
    ja: '肌に直接触れる商品で、衛生シールが開封されています',
    zh: '贴身商品，且卫生封条已拆开',
    ko: '피부에 직접 닿는 상품이며 위생 씰이 개봉되었습니다',
    ar: 'يُلبس على الجلد مباشرة وختم النظافة مكسور',
  },
  opened: {
    en: 'Opened: it cannot be sold again for reasons of hygiene',
    de: 'Geöffnet: aus Gründen der Hygiene nicht wieder verkäuflich',
    fr: 'Ouvert : ne peut être revendu pour des raisons d’hygiène',
    es: 'Abierto: no puede revenderse por motivos de higiene',
    it: 'Aperto: non rivendibile per motivi igienici',
    nl: 'Geopend: om hygiënische redenen niet opnieuw te verkopen',
    pt: 'Aberto: não pode ser revendido por motivos de higiene',
    ja: '開封済みのため、衛生上の理由で再販売できません',
    zh: '已开封，出于卫生原因无法再次销售',
    ko: '개봉되어 위생상의 이유로 다시 판매할 수 없습니다',
    ar: 'مفتوح: لا يمكن بيعه مرة أخرى لأسباب صحية',
  },
  perishable: {
    en: 'Goes off quickly',
    de: 'Verdirbt schnell',
    fr: 'Se détériore rapidement',
    es: 'Se deteriora con rapidez',
    it: 'Si deteriora rapidamente',
    nl: 'Bederft snel',
    pt: 'Deteriora-se rapidamente',
    ja: '傷みやすい商品です',
    zh: '易变质商品',
    ko: '쉽게 변질되는 상품입니다',
    ar: 'سريع التلف',
  },
  software: {
    en: 'Software or recording, and the seal is broken',
    de: 'Software oder Aufnahme, und das Siegel ist gebrochen',
    fr: 'Logiciel ou enregistrement dont le sceau est rompu',
    es: 'Programa o grabación con el precinto roto',
    it: 'Software o registrazione con il sigillo rotto',
    nl: 'Software of opname waarvan het zegel verbroken is',
    pt: 'Software ou gravação com o selo rompido',
    ja: 'ソフトウェアまたは録音・録画物で、封が開けられています',
    zh: '软件或音像制品，且封条已拆开',
    ko: '소프트웨어 또는 녹음물이며 봉인이 개봉되었습니다',
    ar: 'برنامج أو تسجيل وختمه مكسور',
  },
  madeToOrder: {
    en: 'Made to your order',
    de: 'Nach Ihren Wünschen angefertigt',
    fr: 'Fabriqué selon votre commande',
    es: 'Hecho por encargo',
    it: 'Realizzato su ordinazione',
    nl: 'Op bestelling gemaakt',
    pt: 'Feito por encomenda',
    ja: '受注生産品です',
    zh: '按您的要求定制',
    ko: '주문 제작 상품입니다',
    ar: 'مصنوع حسب طلبك',
  },
  isSealed: {
    en: 'Is the seal unbroken?',
    de: 'Ist das Siegel unversehrt?',
    fr: 'Le sceau est-il intact ?',
    es: '¿Está intacto el precinto?',
    it: 'Il sigillo è intatto?',
    nl: 'Is het zegel nog heel?',
    pt: 'O selo está intacto?',
    ja: '未開封ですか？',
    zh: '封条是否完好？',
    ko: '봉인이 그대로 있나요?',
    ar: 'هل الختم سليم؟',
  },
  yes: {
    en: 'Yes',
    de: 'Ja',
    fr: 'Oui',
    es: 'Sí',
    it: 'Sì',
    nl: 'Ja',
    pt: 'Sim',
    ja: 'はい',
    zh: '是',
    ko: '예',
    ar: 'نعم',
  },
  no: {
    en: 'No',
    de: 'Nein',
    fr: 'Non',
    es: 'No',
    it: 'No',
    nl: 'Nee',
    pt: 'Não',
    ja: 'いいえ',
    zh: '否',
    ko: '아니요',
    ar: 'لا',
  },
} as const satisfies Record<string, LocalText>

/** The question whether a seal is unbroken, as templates ask it. */
export const sealQuestion = {
  id: 'seal',
  text: texts.isSealed,
  answers: [
    { id: 'unbroken', text: texts.yes },
    { id: 'broken', text: texts.no },
  ],
}

/** The answer that the seal is broken. */
export const sealBroken = { kind: 'answer', is: 'anyOf', question: 'seal', values: ['broken'] } as const

/** Where no statute lets a consumer send goods back for a change of mind, so that "final sale" and fees hold. */
export const withoutRightOfWithdrawal = { kind: 'orderCountry', is: 'anyOf', values: ['US', 'CA'] } as const

/** A change of mind: nothing is wrong with the goods. */
export const notFaulty = { kind: 'fault', is: 'noneOf', values: ['merchant'] } as const

/** Asks for the seal where no statute forbids to make the right hang on an answer; elsewhere a person asks. */
export const askForSeal = {
  id: 'ask-for-seal',
  name: 'Asks for the seal',
  note: 'Only where no statute gives a right to return without it.',
  enabled: true,
  when: { kind: 'all', of: [withoutRightOfWithdrawal, notFaulty] },
  set: { evidence: { photos: 0, questions: ['seal'] } },
} as const

/** Goods that are faulty or not what was bought: photos first, then a person decides. */
export const faulty = {
  id: 'faulty',
  name: 'Faulty or wrong item',
  note: 'A photo first; a person looks at it.',
  enabled: true,
  when: { kind: 'fault', is: 'anyOf', values: ['merchant'] },
  set: { evidence: { photos: 1, questions: [] }, review: 'staff' },
} as const
