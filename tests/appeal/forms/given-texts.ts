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

/** Texts in three languages, each with a sentence that is nearly as long as the editor takes for a bar. */
export const LONG_TEXTS: Texts = {
  en: text(
    'A letter',
    'From {minimum} a month.',
    'Nobody owns us. Readers pay for this, from {minimum} a month.',
  ),
  ru: text('Письмо', 'От {minimum} в месяц.', 'За эту работу платят читатели, от {minimum} в месяц.'),
  ar: text('رسالة', 'من {minimum} شهريًا.', 'لا مالك لنا ولا إعلانات: القراء يدفعون، من {minimum} شهريًا.'),
}
