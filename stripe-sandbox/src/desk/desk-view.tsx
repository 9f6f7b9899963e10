import { formatAmount } from '../pages/html-document.tsx'
import type { PageLanguage } from '../pages/page-language.ts'
import type { State } from '../state/state.ts'
import type { DeskTexts } from './desk-texts.ts'

/** The values that every panel of the desk needs. */
export type DeskView = { state: State; texts: DeskTexts; language: PageLanguage }

type ButtonProps = {
  view: DeskView
  /** The path below /control. */
  to: string
  fields?: Record<string, string>
  isDisabled?: boolean
  children: string
}

/** A form of one button, which returns to the desk in its language. */
export const PostButton = ({ view, to, fields = {}, isDisabled = false, children }: ButtonProps) => (
  <form method="post" action={`/control/${to}`}>
    <input type="hidden" name="language" value={view.language} />
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <button type="submit" disabled={isDisabled}>
      {children}
    </button>
  </form>
)

/** The day of a time in seconds, in words. */
export const dayIn = ({ language }: DeskView, seconds: number): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru', { dateStyle: 'long', timeZone: 'UTC' })
    .format(seconds * 1000)
    // Sentences end with their own full stop.
    .replace(/\s?г\.$/, '')

export const amountIn = ({ language }: DeskView, minor: number, currency: string): string =>
  formatAmount(minor, currency, language)

export const statusIn = ({ texts }: DeskView, status: string): string => texts.statuses[status] ?? status
