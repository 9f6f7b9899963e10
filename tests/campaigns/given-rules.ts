import type { SettingsRules } from '../../src/campaigns/settings/settings-mistakes.ts'

/** A newsroom in English and Russian that takes at least $2. */
export const SOME_RULES: SettingsRules = {
  languages: ['en', 'ru'],
  sections: [
    { slug: 'harbour', name: { en: 'Harbour', ru: 'Порт', ar: 'Harbour' } },
    { slug: 'courts', name: { en: 'Courts', ru: 'Суд', ar: 'Courts' } },
  ],
  giving: [
    {
      currency: 'USD',
      minimum: 200,
      maximum: 500_000,
      presets: { once: [500, 2_000], monthly: [200, 500, 1_000], yearly: [2_400, 6_000] },
    },
  ],
  timeZone: 'Europe/Riga',
}
