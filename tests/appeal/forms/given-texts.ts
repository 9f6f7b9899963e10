import type { CampaignSettings } from '../../../src/campaigns/settings/campaign-settings.ts'

type Texts = CampaignSettings['texts']

const text = (heading: string, ask: string, line: string) => ({
  heading,
  salutation: '…',
  body: '…',
  ask,
  signature: '…',
  support: null,
  line,
})

/** Texts in three languages, each with a sentence of nearly 90 characters: the longest that the editor takes. */
export const LONG_TEXTS: Texts = {
  en: text(
    'A letter',
    'From {minimum} a month.',
    'Nobody owns us and no one advertises here: readers pay for this work, from {minimum} a month.',
  ),
  ru: text(
    'Письмо',
    'От {minimum} в месяц.',
    'У нас нет ни хозяина, ни рекламы: за эту работу платят читатели, от {minimum} в месяц.',
  ),
  ar: text(
    'رسالة',
    'من {minimum} شهريًا.',
    'لا مالك لنا ولا إعلانات عندنا، والقراء هم الذين يدفعون ثمن هذا العمل من {minimum} شهريًا.',
  ),
}
