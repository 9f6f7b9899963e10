import { render } from 'preact-render-to-string'
import { type Language, moneyLocaleOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { type Letter, lineWith } from '../letter/letter.ts'
import type { AppealOffer } from '../policy/campaign.ts'
import type { AppealDecision } from '../policy/decision.ts'
import { insertAfterParagraph } from './insert-after-paragraph.ts'

type Shown = { decision: AppealDecision; language: Language; currency: string }

/** Inserts the sentence of the form `line` into an article's text. Returns the text of other forms unchanged. */
export const withAppealLine = (html: string, { decision, language, currency }: Shown): string => {
  if (!decision.show || decision.form !== 'line') return html
  const { campaign } = decision
  const letter = campaign.findLetter(language)
  const offer = campaign.findOffer(currency)
  if (!letter || !offer) return html
  return insertAfterParagraph(html, {
    paragraph: campaign.afterParagraph,
    inserted: render(<LinePanel language={language} letter={letter} offer={offer} />),
  })
}

type Props = { language: Language; letter: Letter; offer: AppealOffer }

// Search engines heed data-nosnippet on a span, not on a paragraph.
const LinePanel = ({ language, letter, offer }: Props) => (
  <p class="appeal-line">
    <span data-nosnippet>
      {lineWith(letter, formatMoney(money(offer.minimum, offer.currency), moneyLocaleOf(language)))}{' '}
      <a href="#appeal-heading">{sayIn(language)('appeal.readLetter')}</a>
    </span>
  </p>
)
