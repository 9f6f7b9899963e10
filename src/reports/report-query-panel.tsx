import { type Language, sayIn } from '../messages/messages.ts'
import type { Currency } from '../money/currency.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import type { Period } from './period.ts'

export type ReportQuery = { language: Language; currency: Currency | null; period: Period }

/** The invalid parts of the address. */
export type ReportRemark = 'reports.badRange' | 'reports.badCurrency'

export const reportHref = (suffix: '' | '.csv', { language, currency, period }: ReportQuery): string =>
  `/staff/reports/supporters${suffix}?${new URLSearchParams({
    from: period.from,
    to: period.to,
    ...(currency ? { currency } : {}),
    language,
  })}`

export const Remarks = ({ language, remarks }: { language: Language; remarks: readonly ReportRemark[] }) => (
  <>
    {remarks.map((remark) => (
      <p key={remark} class="remark" role="alert">
        {sayIn(language)(remark)}
      </p>
    ))}
  </>
)

type Props = { newsroom: Newsroom; query: ReportQuery; hasCurrencies: boolean }

/** Asks for a period, and for a currency where the report has figures of a single one. */
export const ReportQueryForm = ({
  newsroom,
  query: { language, currency, period },
  hasCurrencies,
}: Props) => {
  const say = sayIn(language)
  return (
    <form class="report-query" action="/staff/reports/supporters" method="get">
      <input type="hidden" name="language" value={language} />
      <label>
        {say('reports.from')} <input type="date" name="from" value={period.from} />
      </label>
      <label>
        {say('reports.to')} <input type="date" name="to" value={period.to} />
      </label>
      {hasCurrencies ? (
        <label>
          {say('reports.currency')}{' '}
          <select name="currency">
            <option value="">{say('reports.allCurrencies')}</option>
            {newsroom.giving.map((offer) => (
              <option key={offer.currency} value={offer.currency} selected={offer.currency === currency}>
                {offer.currency}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <button type="submit" class="secondary">
        {say('reports.show')}
      </button>
    </form>
  )
}
