import type { ComponentChildren } from 'preact'
import type { Currency } from '../money/currency.ts'
import { type SignedInMember, type StaffEntry, staffPage } from '../staff/staff-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import { RecordBanners } from './explained/record-banners-panel.tsx'
import type { RecordState } from './explained/record-state.ts'
import { ExportPanel, type ExportTable } from './export/export-panel.tsx'
import { PRESETS, type Preset } from './periods/period.ts'
import { PeriodChips } from './periods/period-chips-panel.tsx'
import { QuerySentence } from './periods/query-sentence-panel.tsx'
import { type ParsedQuery, reportHref } from './periods/report-query.ts'
import { SheetNote } from './plots/figures-table-panel.tsx'

/** The context of the request that every report has. */
export type ReportContext = ParsedQuery & {
  /** The currencies to choose from. */
  currencies: readonly Currency[]
  newsroom: Newsroom
  timeZone: string
  now: Date
  member: SignedInMember
  state: RecordState
  hasDemoData: boolean
}

type Props = {
  context: ReportContext
  /** The address without its query. */
  path: string
  entry: StaffEntry
  title: string
  /** One sentence that says the meaning of the figures. */
  sentence: string
  children: ComponentChildren
  /** The address of the CSV, for members who may export. */
  csvPath?: string
  /** Replaces `Download as CSV`. */
  csvTitle?: string
  /** The tables to choose from in the export. None: the CSV has a single one. */
  tables?: readonly ExportTable[]
  /** The report shows one currency at a time. */
  isOneCurrency?: boolean
  /** The periods to choose from. */
  presets?: readonly Preset[]
}

/** Renders a report: banners, the sentence, the period, then plots and tables, and the export last. */
export const reportPage = ({
  context,
  path,
  entry,
  title,
  sentence,
  children,
  csvPath,
  csvTitle,
  tables,
  isOneCurrency = false,
  presets = PRESETS,
}: Props): string => {
  const { newsroom, timeZone, now, member, state, hasDemoData, query } = context
  const { language, period } = query
  return staffPage({
    newsroom,
    language,
    member,
    current: entry,
    title,
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: reportHref(path, { ...query, language: each }),
    })),
    children: (
      <>
        <h1>{title}</h1>
        <RecordBanners
          language={language}
          state={state}
          now={now}
          hasDemoData={hasDemoData}
          member={member}
        />
        <p class="report-sentence">{sentence}</p>
        <QuerySentence query={query} problems={context.problems} />
        <SheetNote from={period.from} to={period.to} at={now} timeZone={timeZone} language={language} />
        <PeriodChips
          path={path}
          presets={presets}
          query={query}
          problems={context.problems}
          typed={context.typed}
          currencies={context.currencies}
          offered={newsroom.giving.map(({ currency }) => currency)}
          isOneCurrency={isOneCurrency}
        />
        {children}
        {csvPath === undefined ? null : (
          <ExportPanel
            path={csvPath}
            query={query}
            tables={tables}
            {...(csvTitle === undefined ? {} : { title: csvTitle })}
          />
        )}
      </>
    ),
  })
}
