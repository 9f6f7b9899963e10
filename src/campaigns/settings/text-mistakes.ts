import type { Language } from '../../messages/messages.ts'
import { renderText } from '../../web/markdown/render-markdown.ts'
import type { CampaignSettings, CampaignText } from './campaign-settings.ts'
import { TEXT_PARTS, type TextPart, textField } from './field-names.ts'
import type { Mistake, Reason } from './mistake.ts'

/** The longest texts, in characters. */
export const LIMITS: Readonly<Record<TextPart | 'name', number>> = {
  name: 90,
  heading: 90,
  salutation: 90,
  body: 4_000,
  ask: 200,
  signature: 120,
  support: 24,
  line: 90,
}

const REQUIRED: readonly TextPart[] = ['heading', 'salutation', 'body', 'ask', 'signature']

export const textMistakes = (
  { texts, form }: CampaignSettings,
  languages: readonly [Language, ...Language[]],
): Mistake[] => {
  const needsSentence = form !== 'end'
  const found = Object.entries(texts).flatMap(([language, text]) =>
    TEXT_PARTS.flatMap((part): Mistake[] => {
      const reason = reasonAgainst(text, part, needsSentence)
      return reason ? [{ field: textField(language, part), ...reason }] : []
    }),
  )
  if (languages.some((language) => texts[language])) return found
  return [{ field: textField(languages[0], 'heading'), because: 'no-text' }, ...found]
}

const reasonAgainst = (text: CampaignText, part: TextPart, needsSentence: boolean): Reason | null => {
  const written = text[part] ?? ''
  if (written === '') {
    if (part === 'line') return needsSentence ? { because: 'no-sentence' } : null
    return REQUIRED.includes(part) ? { because: 'missing' } : null
  }
  if ([...written].length > LIMITS[part]) return { because: 'too-long', limit: LIMITS[part] }
  if (part === 'ask' && !written.includes('{minimum}')) return { because: 'no-minimum' }
  const isFilledIn = part === 'ask' || part === 'line'
  const found = placeholderIn(isFilledIn ? written.replaceAll('{minimum}', '') : written)
  if (found !== null) return { because: 'placeholder', found }
  return part === 'body' ? markdownMistake(written) : null
}

/** Returns the first braces of a text with what stands in them, null if it has none. */
const placeholderIn = (text: string): string | null => /\{[^{}]*\}?|\}/.exec(text)?.[0] ?? null

const markdownMistake = (body: string): Reason | null => {
  const rendered = renderText(body, 'en')
  if (!rendered.ok) return { because: 'too-deep' }
  return rendered.html.replace(/<[^>]*>/g, '').trim() === '' ? { because: 'no-words' } : null
}
