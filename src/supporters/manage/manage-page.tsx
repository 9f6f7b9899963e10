import { formatDate } from '../../messages/dates.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from '../account/account-store.ts'
import { isPausable, stateOf } from '../account/allowed-changes.ts'
import { CancelReasons } from '../account/cancel-reasons-panel.tsx'
import { nextChargeAfterPause } from '../account/contribution-panel.tsx'
import { PauseChoices } from '../change/pause-choices-panel.tsx'

/** The results that lead back to this page, as its `done` parameter names them. */
export const MANAGED = ['cancelled', 'paused'] as const

type Props = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  now: Date
  path: string
  formToken: string
  contribution: AccountContribution
  canceledAt: Date | null
  pausedAt: Date | null
  /** `outdated`: the form was refused, because something had changed since it was opened. */
  managed: (typeof MANAGED)[number] | 'outdated' | null
}

/**
 * Lets the reader of a mail pause or cancel one contribution. It shows no name, no amount and no address, because the
 * mail may be in other hands.
 */
export const managePage = (props: Props): string => {
  const { newsroom, language, path, contribution, managed } = props
  const say = sayIn(language)
  const state = stateOf(contribution)
  const isOver = state === 'ended' || state === 'canceling' || state === 'cancelScheduled'
  const words = stateWords(say, props)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path,
    title: say(titleOf(state)),
    children: (
      <>
        {managed === 'outdated' && !isOver ? (
          <p role="status" class="remark-bad">
            {say('manage.outdated')}
          </p>
        ) : null}
        {contribution.rejectedAt ? (
          <p role="status" class="remark-bad">
            {say('manage.rejected')}
          </p>
        ) : null}
        {words ? <p role={managed ? 'status' : undefined}>{words}</p> : null}
        {contribution.isCharging ? <p>{say('cancel.charging')}</p> : null}
        {isOver ? null : <Forms {...props} say={say} />}
        <p class="fine-print">
          {say('manage.more')} <a href={withLanguage('/sign-in', language)}>{say('manage.signIn')}</a>
        </p>
      </>
    ),
  })
}

type State = ReturnType<typeof stateOf>

const titleOf = (state: State) => {
  if (state === 'ended' || state === 'canceling') return 'manage.canceledTitle'
  if (state === 'cancelScheduled') return 'manage.endsTitle'
  return state === 'paused' ? 'manage.pausedTitle' : 'manage.title'
}

/** Says what applies, and from when. Empty while the contribution goes on as usual. */
const stateWords = (
  say: Say,
  { contribution, canceledAt, pausedAt, managed, language, timeZone, now }: Props,
): string => {
  const { endedAt, cancelAt, resumesAt } = contribution
  const day = (at: Date) => formatDate(at, language, timeZone)
  // The address of the page may be opened again on a later day.
  const isPausedNow = managed === 'paused' && pausedAt !== null && day(pausedAt) === day(now)
  switch (stateOf(contribution)) {
    case 'ended':
      return say('manage.ended', { at: day(endedAt ?? now) })
    case 'canceling':
      return say('manage.canceling', { at: day(canceledAt ?? now) })
    case 'cancelScheduled':
      return say('manage.ends', { at: day(cancelAt ?? now) })
    case 'paused':
      return resumesAt
        ? say(isPausedNow ? 'manage.pausedNow' : 'manage.pausedUntil', {
            next: day(nextChargeAfterPause(contribution, resumesAt)),
          })
        : say('manage.paused')
    default:
      return ''
  }
}

type FormsProps = Props & { say: Say }

const Forms = (props: FormsProps) => (
  <>
    {isPausable(props.contribution, props.now) ? (
      <PauseForm {...props} nextCharge={props.contribution.periodEnd} />
    ) : null}
    <CancelForm {...props} />
  </>
)

type Action = 'pause' | 'cancel'

const Hidden = ({
  language,
  formToken,
  action,
}: Pick<Props, 'language' | 'formToken'> & { action: Action }) => (
  <>
    <input type="hidden" name="language" value={language} />
    <input type="hidden" name="form" value={formToken} />
    <input type="hidden" name="action" value={action} />
  </>
)

const PauseForm = ({
  say,
  language,
  timeZone,
  path,
  formToken,
  contribution,
  nextCharge,
}: FormsProps & { nextCharge: Date }) => (
  <form action={path} method="post" aria-labelledby="pause">
    <h2 id="pause">{say('manage.pause')}</h2>
    <p>{say('manage.pauseText')}</p>
    <Hidden language={language} formToken={formToken} action="pause" />
    <input type="hidden" name="from" value={nextCharge.toISOString()} />
    <PauseChoices
      language={language}
      timeZone={timeZone}
      nextCharge={nextCharge}
      anchor={contribution.anchoredAt}
    />
    <p class="notice-actions">
      <button type="submit" class="secondary">
        {say('manage.pauseButton')}
      </button>
    </p>
  </form>
)

const CancelForm = ({ say, language, path, formToken }: FormsProps) => (
  <form action={path} method="post" aria-labelledby="cancel">
    <h2 id="cancel">{say('manage.cancel')}</h2>
    <p>{say('manage.cancelText')}</p>
    <Hidden language={language} formToken={formToken} action="cancel" />
    <CancelReasons language={language} />
    <p class="notice-actions">
      <button type="submit" class="secondary">
        {say('manage.cancelButton')}
      </button>
    </p>
  </form>
)

/** Shown for a link that is forged, cut off or expired, or whose contribution was erased. */
export const unknownLinkPage = ({
  newsroom,
  language,
  path,
}: Pick<Props, 'newsroom' | 'language' | 'path'>): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path,
    title: say('manage.unknownTitle'),
    children: (
      <>
        <p role="status">{say('manage.unknown')}</p>
        <p>
          <a href={withLanguage('/sign-in', language)}>{say('manage.unknownSignIn')}</a>
        </p>
      </>
    ),
  })
}
