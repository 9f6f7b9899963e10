import type { NewsroomRules } from '../../src/articles/front-matter/front-matter.ts'

/** A newsroom with two languages and two sections, on the clocks of Riga. */
export const RULES: NewsroomRules = {
  sections: [
    { slug: 'life', name: { en: 'Life', ru: 'Жизнь', ar: 'الحياة' } },
    { slug: 'power', name: { en: 'Power', ru: 'Власть', ar: 'السلطة' } },
  ],
  languages: ['en', 'ru'],
  timeZone: 'Europe/Riga',
}
