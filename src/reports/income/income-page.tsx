import { formatInstant } from '../../messages/dates.ts'
import { localeOf, type Say, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { type ExportChoice, ExportPanel } from '../export/export-panel.tsx'
import { Chips } from '../periods/period-chips-panel.tsx'
import { periodWords } from '../periods/period-words.ts'
import { type ReportQuery, reportHref } from '../periods/report-query.ts'
import { earlierName } from '../plots/plot-words.ts'
import { moneyUnit } from '../plots/units.ts'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import { RatesOfCharges } from './charge-rates-panel.tsx'
import { incomeByCurrency, settledByCurrency, spansOf } from './income.ts'
import { IncomeByMonth, type MonthsProps } from './income-months-panel.tsx'
import { IncomeTiles } from './income-tiles-panel.tsx'
import { LEDGER_BASES, LEDGER_SPANS, type LedgerBasis, type LedgerSum } from './ledger-sums-store.ts'
import { SettledByMonth, SettledTotal } from './settled-months-panel.tsx'

export const INCOME_PATH = '/staff/reports/income'
export const RATES_CSV = `${INCOME_PATH}/rates.csv`

/** The sums of the period, and of the compared one. Null: nothing is compared. */
export type Compared = { now: readonly LedgerSum[]; before: readonly LedgerSum[] | null }

type Props = {
  context: ReportContext
  basis: LedgerBasis
  sums: Compared
  /** The same, by the day of the charge. */
  charges: Compared
  /** The latest exports of the ledger. */
  exports: readonly AuditRow[]
}

/** Shows what came in and what reaches the bank, for the role `finance`. */
export const incomePage = ({
  context,
  basis,
  sums: { now: rows, before },
  charges,
  exports,
}: Props): string => {
  const { newsroom, query, timeZone, state } = context
  const { language, period } = query
  const say = sayIn(language)
  const shared = { rows, spans: spansOf(query), earlier: earlierSums(query, before), language }
  const counted = { language, timeZone, period: periodWords(period, language), state }
  const usual = query.currency ?? newsroom.giving[0].currency
  return reportPage({
    context,
    path: INCOME_PATH,
    entry: 'income',
    title: say('income.title'),
    sentence: summarySentence(context, rows),
    children: (
      <>
        <BasisChips context={context} basis={basis} />
        <IncomeTiles rows={rows} before={before} usual={usual} counted={counted} />
        {rows.length === 0 ? (
          <>
            <SettledTotal currency={usual} rows={rows} counted={counted} />
            <p class="empty">{say(query.since === null ? 'income.empty' : 'income.emptyPeriod')}</p>
          </>
        ) : (
          <>
            {[...incomeByCurrency(rows).keys()].sort().map((currency) => (
              <IncomeByMonth key={currency} currency={currency} {...shared} />
            ))}
            {[...settledByCurrency(rows).keys()].sort().map((currency) => (
              <SettledByMonth key={currency} currency={currency} counted={counted} {...shared} />
            ))}
            <RatesOfCharges
              rows={charges.now}
              before={charges.before}
              spans={shared.spans}
              counted={counted}
            />
            <ExportPanel path={RATES_CSV} query={query} title={say('income.ratesCsv')} />
          </>
        )}
        <ExportPanel
          path={`${INCOME_PATH}.csv`}
          query={query}
          title={say('income.csv')}
          choices={[spanChoice(say)]}
        />
        <LedgerPanel context={context} exports={exports} />
      </>
    ),
  })
}

const earlierSums = (
  { comparison, compare, language, since }: ReportQuery,
  rows: Compared['before'],
): MonthsProps['earlier'] =>
  comparison.is === 'none' || rows === null
    ? null
    : {
        label: earlierName(compare, language),
        rows,
        spans: spansOf({ period: comparison.period, since }),
      }

const spanChoice = (say: Say): ExportChoice => ({
  name: 'by',
  label: say('income.by'),
  options: LEDGER_SPANS.map((each) => [each, say(`income.by.${each}`)]),
  usual: 'day',
})

const summarySentence = ({ query: { language } }: ReportContext, rows: readonly LedgerSum[]): string => {
  const say = sayIn(language)
  if (rows.length === 0) return say('income.sentence.none')
  const list = (amounts: readonly (readonly [Currency, number])[]): string =>
    new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(
      [...amounts].sort().map(([currency, minor]) => moneyUnit(language, currency, currency).format(minor)),
    )
  const settled = [...settledByCurrency(rows)]
  return say(settled.some(([, { net }]) => net < 0) ? 'income.sentence.less' : 'income.sentence', {
    gross: list([...incomeByCurrency(rows)].map(([currency, { gross }]) => [currency, gross])),
    net: list(settled.map(([currency, { net }]) => [currency, net])),
  })
}

type ChipsProps = { context: ReportContext; basis: LedgerBasis }

const BasisChips = ({ context: { query }, basis }: ChipsProps) => {
  const say = sayIn(query.language)
  return (
    <div class="report-query">
      <Chips
        label={say('income.basis')}
        chips={LEDGER_BASES.map((each) => ({
          text: say(`income.basis.${each}`),
          href: reportHref(INCOME_PATH, { ...query, extra: each === 'occurred' ? [] : [['basis', each]] }),
          isCurrent: each === basis,
        }))}
      />
      <p class="hint">{say('income.basisHint')}</p>
    </div>
  )
}

type LedgerProps = { context: ReportContext; exports: readonly AuditRow[] }

const LedgerPanel = ({ context: { query, timeZone }, exports }: LedgerProps) => {
  const { language } = query
  const say = sayIn(language)
  return (
    <section>
      <h2>{say('income.ledger')}</h2>
      <p class="hint">{say('income.ledgerHint')}</p>
      <ExportPanel path={`${INCOME_PATH}/ledger.csv`} query={query} title={say('income.ledgerCsv')} />
      {exports.length > 0 ? (
        <details class="day-table">
          <summary>{say('income.exports')}</summary>
          <ul>
            {exports.map(({ name, subject, createdAt }) => (
              <li key={`${createdAt.getTime()} ${name}`}>
                {formatInstant(createdAt, language, timeZone)}: {name}, {subject}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}
