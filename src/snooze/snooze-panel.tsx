import type { ComponentChildren } from 'preact'
import { formatUpcomingDay } from '../messages/dates.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { CHOICES, type SnoozeChoice } from './suppression.ts'

type Panel = {
  language: Language
  timeZone: string
  now: Date
  until: Date
  returnTo: string
  cancelTo: string
}

/** Replaces the appeal while it is snoozed: names the day of the reminder, with forms to change and cancel it. */
export const SnoozePanel = ({
  language,
  timeZone,
  now,
  until,
  returnTo,
  cancelTo,
  choice,
}: Panel & { choice: SnoozeChoice | null }) => {
  const say = sayIn(language)
  return (
    <section class="reminder" aria-labelledby="reminder-heading">
      <h2 id="reminder-heading" class="visually-hidden">
        {say('snooze.heading')}
      </h2>
      <StatusLine>
        <strong>{say('snooze.set', { day: formatUpcomingDay(until, { now, language, timeZone }) })}</strong>{' '}
        {say('snooze.promise')}
      </StatusLine>
      <div class="reminder-actions">
        <form action="/reminders" method="post">
          <Hidden language={language} returnTo={returnTo} />
          <SnoozeChoiceField language={language} chosen={choice} label={say('snooze.changeLabel')} />
          <button type="submit" class="plain">
            {say('snooze.change')}
          </button>
        </form>
        <form action="/reminders/cancel" method="post">
          <Hidden language={language} returnTo={cancelTo} />
          <button type="submit" class="plain">
            {say('snooze.cancel')}
          </button>
        </form>
      </div>
      <p class="fine-print">{say('appeal.thisBrowser')}</p>
    </section>
  )
}

/** The address ends in `#reminder` after a choice, which moves the focus here: screen readers say the line. */
const StatusLine = ({ children }: { children: ComponentChildren }) => (
  <p id="reminder" role="status" tabindex={-1}>
    {children}
  </p>
)

/** Replaces the appeal after "I already support you": names the last day, with a form to undo it. */
export const ClaimedPanel = ({ language, timeZone, now, until, cancelTo }: Omit<Panel, 'returnTo'>) => {
  const say = sayIn(language)
  return (
    <section class="reminder" aria-labelledby="reminder-heading">
      <h2 id="reminder-heading" class="visually-hidden">
        {say('snooze.heading')}
      </h2>
      <StatusLine>
        {say('gave.status', { day: formatUpcomingDay(until, { now, language, timeZone }) })}
      </StatusLine>
      <div class="reminder-actions">
        <form action="/reminders/cancel" method="post">
          <Hidden language={language} returnTo={cancelTo} />
          <button type="submit" class="plain">
            {say('gave.undo')}
          </button>
        </form>
      </div>
    </section>
  )
}

export const Hidden = ({ language, returnTo }: Pick<Panel, 'language' | 'returnTo'>) => (
  <>
    <input type="hidden" name="returnTo" value={returnTo} />
    <input type="hidden" name="language" value={language} />
  </>
)

type SnoozeChoiceProps = { language: Language; chosen: SnoozeChoice | null; label: string }

/** Asks how long to snooze. The default is a month. */
export const SnoozeChoiceField = ({ language, chosen, label }: SnoozeChoiceProps) => (
  <label class="reminder-choice">
    <span>{label}</span>{' '}
    <select name="after">
      {CHOICES.map((choice) => (
        <option key={choice} value={choice} selected={choice === (chosen ?? '1m')}>
          {sayIn(language)(`appeal.after.${choice}`)}
        </option>
      ))}
    </select>
  </label>
)
