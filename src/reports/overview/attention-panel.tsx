import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { monthlyAmountsText } from '../at-risk/at-risk-words.ts'
import type { PastDue } from '../at-risk/past-due.ts'
import type { AttentionItem } from './attention.ts'

type Props = { language: Language; items: readonly AttentionItem[]; pastDue: PastDue }

/** Lists what needs staff today, each with a link to the page that settles it. */
export const NeedsAttention = ({ language, items, pastDue }: Props) => {
  const say = sayIn(language)
  return (
    <section id="attention">
      <h2>{say('overview.attention')}</h2>
      {items.length === 0 ? <p class="remark-good">{say('overview.attention.none')}</p> : null}
      <ul class={items.length === 0 ? '' : 'cases'}>
        {items.map((item) => (
          <li key={item.kind} data-attention={item.kind} data-count={item.count}>
            <p>
              <strong>{caseText(say, item, monthlyAmountsText(pastDue.all.annual, language))}</strong>
            </p>
            <p>
              <a href={hrefOf(item, language)}>{say(`overview.attention.${item.kind}.do`)}</a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const caseText = (say: Say, { kind, count }: AttentionItem, amounts: string): string =>
  say(`overview.attention.${kind}`, { count, amounts })

const hrefOf = ({ path, section }: AttentionItem, language: Language): string =>
  `${path}?language=${language}${section === undefined ? '' : `#${section}`}`
