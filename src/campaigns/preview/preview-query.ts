import { type AppealForm, FORMS } from '../../appeal/policy/campaign.ts'
import { isLanguage, type Language } from '../../messages/messages.ts'

/** Widths of a phone, a small tablet and a screen, in pixels. */
export const WIDTHS = ['320', '360', '768', '1280'] as const
export type Width = (typeof WIDTHS)[number]

/** The appeal as staff want to see it. */
export type PreviewQuery = {
  /** Null: the newest version. */
  version: number | null
  form: AppealForm
  /** The language of the article. */
  written: Language
  /** Empty: the newest article. */
  article: string
  width: Width
}

/** Reads the choices of the form. An unknown one has its default: the campaign's own form and first language. */
export const parsePreviewQuery = (
  query: Readonly<Record<string, unknown>>,
  own: { form: AppealForm; languages: readonly Language[] },
): PreviewQuery => {
  const text = (name: string): string => {
    const value = query[name]
    return typeof value === 'string' ? value : ''
  }
  const written = text('written')
  const offered = isLanguage(written) && own.languages.includes(written) ? written : own.languages[0]
  return {
    version: /^[1-9]\d{0,8}$/.test(text('version')) ? Number(text('version')) : null,
    form: FORMS.find((each) => each === text('form')) ?? own.form,
    written: offered ?? 'en',
    article: text('article'),
    width: WIDTHS.find((each) => each === text('width')) ?? '360',
  }
}
