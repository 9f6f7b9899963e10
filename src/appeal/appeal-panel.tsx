import { formatUpcomingDay } from '../messages/dates.ts'
import { type Language, moneyLocaleOf, sayIn } from '../messages/messages.ts'
import { formatMoney, money } from '../money/money.ts'
import { calendarOf, monthOf } from '../platform/calendar.ts'
import type { SnoozeLength } from '../snooze/lengths/length.ts'
import { ClaimedPanel, SnoozeForm, SnoozePanel } from '../snooze/snooze-panel.tsx'
import type { Suppression } from '../snooze/suppression.ts'
import { Sanitised } from '../web/page/sanitised.tsx'
import { AmountsPanel } from './forms/amounts-panel.tsx'
import { BarPanel } from './forms/bar-panel.tsx'
import { GoalPanel } from './goal-panel.tsx'
import type { GoalProgress } from './goal-progress.ts'
import { labelText } from './label.ts'
import { askWith, type Letter } from './letter/letter.ts'
import type { AppealOffer } from './policy/campaign.ts'
import type { AppealDecision } from './policy/decision.ts'

type Props = {
  decision: AppealDecision
  suppression: Suppression
  /** The newsroom's default currency. */
  currency: string
  section: string
  language: Language
  timeZone: string
  now: Date
  /** The article's path. */
  here: string
  /** Null: the campaign has no goal, or its sum is not known. */
  goal: GoalProgress | null
  /** The lengths of a snooze. */
  offered: readonly SnoozeLength[]
  isCounted: boolean
}

/** Ends an article with the appeal, with a line in its place, or with nothing. */
export const AppealPanel = ({
  decision,
  suppression,
  currency,
  section,
  goal,
  isCounted,
  ...place
}: Props) => {
  if (decision.show && !suppression.isSuppressed) {
    const { campaign, form } = decision
    const letter = campaign.findLetter(place.language)
    const offer = campaign.findOffer(currency)
    if (!letter || !offer) return null
    const via = labelText({
      campaign: campaign.key,
      form,
      section,
      reminded: monthReminded(suppression, place.timeZone),
    })
    const shown = { ...place, letter, offer, suppression, via }
    return form === 'bar' ? (
      <BarPanel {...shown} isCounted={isCounted} />
    ) : (
      <LetterPanel {...shown} goal={goal} />
    )
  }
  if (
    decision.show ||
    decision.because === 'sensitive' ||
    decision.because === 'off' ||
    !suppression.isSuppressed
  )
    return null
  return <SuppressedPanel {...place} suppression={suppression} />
}

/** The month of the reminder that brought the reader back says nothing about which reader it was. */
const monthReminded = ({ remindedOn }: NotSuppressed, timeZone: string): string | null =>
  remindedOn && monthOf(calendarOf(timeZone).dayAt(remindedOn))

type NotSuppressed = Extract<Suppression, { isSuppressed: false }>

type SuppressedProps = Pick<Props, 'language' | 'timeZone' | 'now' | 'here' | 'offered'> & {
  suppression: Extract<Suppression, { isSuppressed: true }>
}

const SuppressedPanel = ({ suppression, language, timeZone, now, here, offered }: SuppressedProps) => {
  switch (suppression.because) {
    case 'snoozed':
      return (
        <SnoozePanel
          language={language}
          timeZone={timeZone}
          now={now}
          until={suppression.until}
          choice={suppression.choice}
          offered={offered}
          returnTo={`${here}#reminder`}
          cancelTo={`${here}#appeal-heading`}
        />
      )
    case 'claimed':
      return (
        <ClaimedPanel
          language={language}
          timeZone={timeZone}
          now={now}
          until={suppression.until}
          cancelTo={`${here}#appeal-heading`}
        />
      )
    case 'supports':
    case 'gave':
      return <p class="reminder">{sayIn(language)(`status.${suppression.because}`)}</p>
    // Somebody who canceled is not spoken to.
    case 'canceled':
    case 'unsure':
      return null
  }
}

type LetterProps = Pick<Props, 'language' | 'timeZone' | 'now' | 'here' | 'goal' | 'offered'> & {
  letter: Letter
  offer: AppealOffer
  suppression: NotSuppressed
  via: string
}

const LetterPanel = ({ here, offer, letter, suppression, via, goal, offered, ...day }: LetterProps) => {
  const { language, timeZone, now } = day
  const { remindedOn } = suppression
  const say = sayIn(language)
  const returnTo = `${here}#reminder`
  return (
    <section id="appeal" class="appeal" aria-labelledby="appeal-heading" data-label={via} data-nosnippet>
      {remindedOn ? (
        <p class="appeal-reminded">
          {say('appeal.reminder', { day: formatUpcomingDay(remindedOn, { now, language, timeZone }) })}
        </p>
      ) : null}
      {/* After a reminder is canceled, the address ends in this id and the focus comes here. */}
      <h2 id="appeal-heading" tabindex={-1}>
        {letter.heading}
      </h2>
      <p class="salutation">{letter.salutation}</p>
      <Sanitised html={letter.html} />
      <p class="ask">
        <mark>
          {askWith(letter, formatMoney(money(offer.minimum, offer.currency), moneyLocaleOf(language)))}
        </mark>
      </p>
      {goal ? <GoalPanel language={language} goal={goal} /> : null}
      <p class="signature">{letter.signature}</p>
      <AmountsPanel language={language} offer={offer} via={via} />
      <div class="appeal-actions">
        <button type="submit" class="primary" form="give">
          {letter.support ?? say('appeal.support')}
        </button>
        <SnoozeForm
          language={language}
          timeZone={timeZone}
          now={now}
          returnTo={returnTo}
          offered={offered}
          before={suppression}
          label={via}
        />
      </div>
      <p class="appeal-already">
        <a href={`/sign-in?${new URLSearchParams({ returnTo, language })}`}>{say('appeal.alreadyGive')}</a>
      </p>
    </section>
  )
}
