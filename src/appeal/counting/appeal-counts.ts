import type { Calendar } from '../../platform/calendar.ts'
import { type Clock, MINUTE_MS } from '../../platform/clock.ts'
import { type AppealLabel, parseLabel } from '../label.ts'
import type { AppealDecision } from '../policy/decision.ts'
import { openTally, type Tally } from './tally.ts'

/** The steps of the appeal, each with a column in `appeal_hours`. */
export const STEPS = ['eligible', 'shown', 'seen', 'give', 'dismissed', 'checkouts'] as const
export type Step = (typeof STEPS)[number]

/** The appeal as counts tell it apart. */
export type AppealPlace = { campaign: string; variant: string; form: string; section: string }

/** `hour` and `hourBefore`: instants at which hours of the newsroom begin. */
export type HourKey = { hour: string; hourBefore: string } & AppealPlace
export type SnoozeKey = { hour: string } & Omit<AppealPlace, 'variant'> & { length: string }
export type DayKey = { day: string }

export type AppealTallies = {
  hours: Tally<HourKey, Step>
  snoozes: Tally<SnoozeKey, 'count'>
  reminders: Tally<DayKey, 'count'>
}

export type AppealCounts = {
  /** Counts an article that was served. */
  countAppeal: (decision: AppealDecision, section: string) => void
  /** Counts what a browser says about an appeal. `label` comes from outside, and may be none of ours. */
  countStep: (label: AppealLabel, step: 'seen' | 'dismissed') => void
  /** Count nothing for a text that is no label. */
  countGive: (label: string) => void
  countCheckout: (label: string) => void
  countSnooze: (snooze: { label: string | null; length: string }) => void
  /** Counts the day on which a reminder comes due. Null: no reminder before, or none any more. */
  moveReminder: (move: { from: Date | null; to: Date | null }) => void
}

type Needs = { calendar: Calendar; now: Clock }

/**
 * Anybody can send labels. They fill the memory up to this number of keys, and no more. What we showed ourselves is
 * always counted: its keys are bounded by campaigns and sections.
 */
const MAX_KEYS = 2_000

/** The variant of every campaign, until there are experiments. */
export const VARIANT = 'a'

export const openTallies = (): AppealTallies => ({
  hours: openTally(STEPS),
  snoozes: openTally(['count']),
  reminders: openTally(['count']),
})

/** Counts in memory. Nothing here waits for the database or fails without it. */
export const countInto = (
  { hours, snoozes, reminders }: AppealTallies,
  { calendar, now }: Needs,
): AppealCounts => {
  const hourNow = hourFinder(calendar)
  const keyOf = ({ campaign, form, section }: AppealLabel): HourKey => {
    const { hour, hourBefore } = hourNow(now())
    return { hour, hourBefore, campaign, variant: VARIANT, form, section }
  }
  const countText = (text: string, step: Step): void => {
    const label = parseLabel(text)
    if (label) hours.add(keyOf(label), step, { limit: MAX_KEYS })
  }
  const addReminder = (at: Date | null, by: 1 | -1): void => {
    if (at) reminders.add({ day: calendar.dayAt(at) }, 'count', { by, limit: MAX_KEYS })
  }
  return {
    countAppeal: (decision, section) => {
      if (!decision.show) return
      const key = keyOf({ campaign: decision.campaign.key, form: decision.form, section, reminded: null })
      // The rules show every appeal that they allow.
      hours.add(key, 'eligible')
      hours.add(key, 'shown')
    },
    countStep: (label, step) => hours.add(keyOf(label), step, { limit: MAX_KEYS }),
    countGive: (label) => countText(label, 'give'),
    countCheckout: (label) => countText(label, 'checkouts'),
    countSnooze: ({ label: text, length }) => {
      const label = parseLabel(text ?? '')
      if (!label) return
      const { campaign, form, section } = label
      const { hour } = hourNow(now())
      snoozes.add({ hour, campaign, form, section, length }, 'count', { limit: MAX_KEYS })
    },
    moveReminder: ({ from, to }) => {
      addReminder(from, -1)
      addReminder(to, 1)
    },
  }
}

type Hour = Pick<HourKey, 'hour' | 'hourBefore'>

/** Computes an hour once a minute: time zones are slow, and clocks change at full minutes. */
const hourFinder = (calendar: Calendar): ((at: Date) => Hour) => {
  let found: (Hour & { minute: number }) | null = null
  return (at) => {
    const minute = Math.floor(at.getTime() / MINUTE_MS)
    if (found?.minute === minute) return found
    const start = calendar.startOfHour(at)
    const before = calendar.startOfHour(new Date(start.getTime() - 1))
    found = { minute, hour: start.toISOString(), hourBefore: before.toISOString() }
    return found
  }
}
