import type { ComponentChildren } from 'preact'
import { formatUpcomingDay } from '../messages/dates.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import type { SnoozeChoice, SnoozeLength } from './lengths/length.ts'
import { nextLonger, type SnoozesBefore, snoozeOffer } from './lengths/offer.ts'

type Panel = {
  language: Language
  timeZone: string
  now: Date
  until: Date
  returnTo: string
  cancelTo: string
}

type SnoozePanelProps = Panel & { choice: SnoozeChoice | null; offered: readonly SnoozeLength[] }

/** Replaces the appeal while it is snoozed: names the day, with buttons to undo and lengthen the snooze. */
export const SnoozePanel = ({ choice, offered, cancelTo, ...panel }: SnoozePanelProps) => {
  const { language, timeZone, now, until, returnTo } = panel
  const say = sayIn(language)
  const dayOf = (day: Date) => formatUpcomingDay(day, { now, language, timeZone })
  // A choice that the store lost may have been any. The day stands, but no reminder is promised.
  const isReminder = choice !== null && choice !== 'never'
  const longer = nextLonger({ offered, until, choice, at: now, timeZone })
  return (
    <section class="reminder" aria-labelledby="reminder-heading">
      <h2 id="reminder-heading" class="visually-hidden">
        {say('snooze.heading')}
      </h2>
      <StatusLine>
        <strong>{say(isReminder ? 'snooze.set' : 'snooze.neverSet', { day: dayOf(until) })}</strong>{' '}
        {isReminder ? <span class="reminder-promise">{say('snooze.promise')}</span> : null}
      </StatusLine>
      <StripClose language={language} />
      <div class="reminder-actions">
        <UndoForm language={language} cancelTo={cancelTo} text={say('snooze.undo')} />
        {longer ? (
          <ChangeForm
            language={language}
            returnTo={returnTo}
            after={longer.length}
            text={say('snooze.longer', { day: dayOf(longer.until) })}
          />
        ) : null}
        {choice === 'never' ? null : (
          <ChangeForm language={language} returnTo={returnTo} after="never" text={say('snooze.never')} />
        )}
      </div>
      <p class="fine-print">{say('appeal.thisBrowser')}</p>
    </section>
  )
}

type ChangeProps = Pick<Panel, 'language' | 'returnTo'> & { after: SnoozeLength | 'never'; text: string }

const ChangeForm = ({ language, returnTo, after, text }: ChangeProps) => (
  <form action="/reminders" method="post">
    <Hidden language={language} returnTo={returnTo} />
    <input type="hidden" name="after" value={after} />
    <button type="submit" class="plain">
      {text}
    </button>
  </form>
)

const UndoForm = ({ language, cancelTo, text }: Pick<Panel, 'language' | 'cancelTo'> & { text: string }) => (
  <form action="/reminders/cancel" method="post">
    <Hidden language={language} returnTo={cancelTo} />
    <button type="submit" class="plain">
      {text}
    </button>
  </form>
)

/**
 * The address ends in `#reminder` after a choice, which moves the focus here: screen readers say the line. After a
 * choice in the bar it ends in `#reminder-strip`, which shows the panel in the bar's place.
 */
const StatusLine = ({ children }: { children: ComponentChildren }) => (
  <div id="reminder-strip" tabindex={-1}>
    <p id="reminder" role="status" tabindex={-1}>
      {children}
    </p>
  </div>
)

/** No element has this id: the strip is no target any more, and the page does not move. */
const StripClose = ({ language }: Pick<Panel, 'language'>) => (
  <a class="strip-close" href="#reminder-closed">
    <span class="visually-hidden">{sayIn(language)('appeal.close')}</span>
    <span aria-hidden="true">×</span>
  </a>
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
      <StripClose language={language} />
      <div class="reminder-actions">
        <UndoForm language={language} cancelTo={cancelTo} text={say('gave.undo')} />
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

type SnoozeFormProps = Pick<Panel, 'language' | 'timeZone' | 'now' | 'returnTo'> & {
  offered: readonly SnoozeLength[]
  before: SnoozesBefore
  /** The campaign, form and section that a snooze is counted under. */
  label: string
}

/** "Remind me later" in the appeal, with the offered days. */
export const SnoozeForm = ({ label, returnTo, before, offered, ...day }: SnoozeFormProps) => {
  const { language, timeZone, now } = day
  const say = sayIn(language)
  const { dates, chosen } = snoozeOffer({ offered, before, at: now, timeZone })
  return (
    <form action="/reminders" method="post">
      <Hidden language={language} returnTo={returnTo} />
      <input type="hidden" name="label" value={label} />
      <button type="submit" class="secondary">
        {say('appeal.later')}
      </button>
      <label class="reminder-choice">
        <span>{say('appeal.laterChoice')}</span>{' '}
        <select name="after">
          {dates.map(({ length, until }) => (
            <option key={length} value={length} selected={length === chosen}>
              {say('snooze.until', { day: formatUpcomingDay(until, { now, language, timeZone }) })}
            </option>
          ))}
        </select>
      </label>
    </form>
  )
}
