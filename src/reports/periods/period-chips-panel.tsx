import { type Say, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { COMPARES } from './comparison.ts'
import { PRESETS, type Preset } from './period.ts'
import { type ParsedQuery, parametersOf, type ReportQuery, reportHref } from './report-query.ts'

type Props = ParsedQuery & {
  /** The address of the report, such as `/staff/reports/income`. */
  path: string
  presets?: readonly Preset[]
  /** The currencies to choose from. None: the report always shows all. */
  currencies: readonly Currency[]
  /** Those of them that the newsroom still offers. */
  offered?: readonly Currency[]
  /** The report shows one currency at a time. */
  isOneCurrency?: boolean
}

/** The presets that stay apart when a report shows whole months only. */
export const MONTHS_PRESETS: readonly Preset[] = ['this-month', 'last-month', '12-months', 'all']

/** Chooses period, comparison and currency. All of it is in the address, as links and one form. */
export const PeriodChips = ({
  path,
  presets = PRESETS,
  currencies,
  offered = currencies,
  isOneCurrency = false,
  ...parsed
}: Props) => {
  const { query } = parsed
  const say = sayIn(query.language)
  return (
    <div class="report-query">
      <Chips
        label={say('query.period')}
        chips={presets.map((each) => ({
          text: say(`query.preset.${each}`),
          href: reportHref(path, { ...query, choice: each }),
          isCurrent: query.choice === each,
        }))}
      />
      <OwnDates path={path} {...parsed} />
      <Chips
        label={say('query.compare')}
        chips={COMPARES.map((each) => ({
          text: say(`query.compare.${each}`),
          href: reportHref(path, { ...query, compare: each }),
          isCurrent: query.compare === each,
        }))}
      />
      {currencies.length > 1 ? (
        <Chips
          label={say('reports.currency')}
          chips={[...(isOneCurrency ? [] : [null]), ...currencies].map((each) => ({
            text: currencyText(say, each, offered),
            href: reportHref(path, { ...query, currency: each }),
            isCurrent: query.currency === each,
          }))}
        />
      ) : null}
    </div>
  )
}

const currencyText = (say: Say, currency: Currency | null, offered: readonly Currency[]): string => {
  if (currency === null) return say('reports.allCurrencies')
  return offered.includes(currency) ? currency : say('query.formerCurrency', { currency })
}

type Chip = { text: string; href: string; isCurrent: boolean }

/** Offers choices as links. The current one is marked. */
export const Chips = ({ label, chips }: { label: string; chips: readonly Chip[] }) => (
  <nav class="chips" aria-label={label}>
    <span aria-hidden="true">{label}</span>
    <ul>
      {chips.map(({ text, href, isCurrent }) => (
        <li key={href}>
          <a href={href} aria-current={isCurrent ? 'true' : undefined}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** Asks for own days. Open if days were typed, with what was typed. */
const OwnDates = ({ path, query, problems, typed }: ParsedQuery & { path: string }) => {
  const say = sayIn(query.language)
  const isOwn = typed.from !== '' || typed.to !== ''
  const { from, to } = problems.length > 0 && isOwn ? typed : query.period
  return (
    <details class="own-dates" open={isOwn}>
      <summary aria-current={query.choice === 'own' ? 'true' : undefined}>{say('query.own')}</summary>
      <form action={path} method="get">
        {hiddenParameters(query).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label>
          {say('reports.from')} <input type="date" name="from" value={from} required />
        </label>
        <label>
          {say('reports.to')} <input type="date" name="to" value={to} required />
        </label>
        <button type="submit" class="secondary">
          {say('reports.show')}
        </button>
      </form>
    </details>
  )
}

const hiddenParameters = (query: ReportQuery) =>
  parametersOf(query).filter(([name]) => !['period', 'from', 'to'].includes(name))
