import { type Language, sayIn } from '../../messages/messages.ts'

/** Names the length of a snooze: `7d` is `7 days`, `never` is `never in this browser`. */
export const lengthText = (length: string, language: Language): string => {
  const say = sayIn(language)
  const [, digits = '', unit] = /^(\d+)([dm])$/.exec(length) ?? []
  const count = Number(digits)
  if (unit === 'd') return say('snoozeReport.length.days', { count })
  if (unit === 'm') return say('snoozeReport.length.months', { count })
  if (length === 'never') return say('snoozeReport.length.never')
  return length === 'given' ? say('snoozeReport.length.given') : length
}
