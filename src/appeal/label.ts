import { MAX_SLUG_LENGTH } from '../web/page/newsroom.ts'
import { type AppealForm, FORMS } from './policy/campaign.ts'

/** The part of the newsroom's work that a payment came from. It names no reader. */
export type AppealLabel = {
  /** A campaign's key. */
  campaign: string
  form: AppealForm
  section: string
  /** The month in which the reader's reminder came due, `2026-12`. Null: no reminder. */
  reminded: string | null
}

const LABEL = /^(letter|[1-9]\d{0,8})\.([a-z]+)\.([a-z0-9-]+)(?:\.(\d{4}-(?:0[1-9]|1[0-2])))?$/

/** Writes a label for links and forms, such as `7.end.city` or `7.end.city.2026-12`. */
export const labelText = ({ campaign, form, section, reminded }: AppealLabel): string =>
  [campaign, form, section, ...(reminded === null ? [] : [reminded])].join('.')

/** Returns null for anything that is not a label. */
export const parseLabel = (text: string): AppealLabel | null => {
  const [, campaign, formText, section, reminded] = LABEL.exec(text) ?? []
  const form = FORMS.find((each) => each === formText)
  if (!campaign || !form || !section || section.length > MAX_SLUG_LENGTH) return null
  return { campaign, form, section, reminded: reminded ?? null }
}
