import { moneyLocaleOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import type { SnoozeLength } from '../../snooze/lengths/length.ts'
import { SnoozeForm } from '../../snooze/snooze-panel.tsx'
import type { Suppression } from '../../snooze/suppression.ts'
import { assetPath } from '../../web/page/assets.ts'
import { type Letter, lineWith } from '../letter/letter.ts'
import { AmountsPanel, type Giving } from './amounts-panel.tsx'

type Props = Giving & {
  letter: Letter
  /** The article's path. */
  here: string
  timeZone: string
  now: Date
  /** The lengths of a snooze. */
  offered: readonly SnoozeLength[]
  suppression: Extract<Suppression, { isSuppressed: false }>
  /** Previews run no scripts. */
  isCounted: boolean
}

/**
 * The appeal as a strip at the bottom of the window. `<form method="dialog">` closes it without a script. Browsers
 * without `:has` show the strip in the page, after the text.
 */
export const BarPanel = ({ isCounted, ...bar }: Props) => (
  <>
    {/* The page waits for it here, so that a bar that was closed in this visit does not flash. */}
    {isCounted ? <script src={assetPath('bar.js')} /> : null}
    <Bar {...bar} />
  </>
)

const Bar = ({ letter, here, offered, suppression, via, offer, ...day }: Omit<Props, 'isCounted'>) => {
  const { language } = day
  const say = sayIn(language)
  // The line about the reminder takes the bar's place.
  const returnTo = `${here}#reminder-strip`
  return (
    <dialog open class="appeal-bar" aria-labelledby="appeal-heading">
      <section id="appeal" aria-labelledby="appeal-heading" data-label={via} data-nosnippet>
        <div class="bar-words">
          {/* After a reminder is canceled, the address ends in this id and the focus comes here. */}
          <h2 id="appeal-heading" tabindex={-1}>
            {lineWith(letter, formatMoney(money(offer.minimum, offer.currency), moneyLocaleOf(language)))}
          </h2>{' '}
          <p class="bar-already">
            <a href={`/sign-in?${new URLSearchParams({ returnTo, language })}`}>
              {say('appeal.alreadyGive')}
            </a>
          </p>
        </div>
        {/* Narrow windows hide the amounts, and all hide the days: the preselected ones are sent. */}
        <AmountsPanel language={language} offer={offer} via={via} />
        <div class="bar-actions">
          <button type="submit" class="primary" form="give">
            {letter.support ?? say('appeal.support')}
          </button>
          <SnoozeForm {...day} returnTo={returnTo} offered={offered} before={suppression} label={via} />
          <form method="dialog" class="bar-close">
            <button type="submit" aria-label={say('appeal.close')}>
              <span aria-hidden="true">×</span>
            </button>
          </form>
        </div>
      </section>
    </dialog>
  )
}
