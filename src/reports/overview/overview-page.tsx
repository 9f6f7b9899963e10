import { formatDayRange } from '../../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { monthOf } from '../../platform/calendar.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { PastDue } from '../at-risk/past-due.ts'
import { moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { RecordBanners } from '../explained/record-banners-panel.tsx'
import type { RecordState } from '../explained/record-state.ts'
import { periodWords } from '../periods/period-words.ts'
import { SheetNote } from '../plots/figures-table-panel.tsx'
import type { SettledRate } from '../rates/settled-rate-store.ts'
import { TotalInOne } from '../rates/total-panel.tsx'
import { type AttentionItem, countCases } from './attention.ts'
import { NeedsAttention } from './attention-panel.tsx'
import { DemoPanel, type DemoState } from './demo-panel.tsx'
import type { LatestEvent } from './event-store.ts'
import { LatestEvents } from './events-panel.tsx'
import type { Overview, OverviewDays } from './overview.ts'
import { OverviewTiles } from './overview-tiles-panel.tsx'

export const OVERVIEW_PATH = '/staff'

/** Everything that both pages show of their request. */
export type OverviewContext = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  now: Date
  member: SignedInMember
  days: OverviewDays
  /** The first day with figures. Null: there are none. */
  since: string | null
  state: RecordState
  hasDemoData: boolean
  /** `none` without the role `finance`. */
  demo: DemoState
}

type Props = {
  context: OverviewContext
  overview: Overview
  events: readonly LatestEvent[]
  attention: readonly AttentionItem[]
  pastDue: PastDue
  rates: readonly SettledRate[]
}

/** Shows how things stand and what needs staff today, in exact figures. */
export const overviewPage = ({ context, overview, events, attention, pastDue, rates }: Props): string => {
  const { newsroom, language, timeZone, days, state, since } = context
  const say = sayIn(language)
  const { today } = days
  const month = periodWords({ from: `${monthOf(today)}-01`, to: today }, language)
  const counted = {
    language,
    timeZone,
    period: say('overview.period', { today: dayWords(today, language) }),
    state,
  }
  return overviewFrame({
    context,
    sentence: overviewSentence(overview, { days, since, language }),
    children: (
      <>
        <OverviewTiles
          overview={overview}
          cases={countCases(attention)}
          first={newsroom.giving[0].currency}
          counted={counted}
          periods={{ month, now: say('overview.now') }}
        />
        <TotalInOne
          amounts={overview.now.mrr}
          into={newsroom.giving[0].currency}
          rates={rates}
          counted={counted}
        />
        <div class="overview-columns">
          <NeedsAttention language={language} items={attention} pastDue={pastDue} />
          <div>
            <SinceYesterday language={language} overview={overview} />
            <LatestEvents language={language} timeZone={timeZone} events={events} />
          </div>
        </div>
      </>
    ),
  })
}

type FrameProps = {
  context: OverviewContext
  sentence: string
  children: Parameters<typeof staffPage>[0]['children']
}

/** Renders the frame of both overviews: banners and the sentence on top. */
export const overviewFrame = ({ context, sentence, children }: FrameProps): string => {
  const { newsroom, language, member, state, now, days, hasDemoData, demo } = context
  const title = sayIn(language)('overview.title')
  return staffPage({
    newsroom,
    language,
    member,
    current: 'overview',
    title,
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `${OVERVIEW_PATH}?language=${each}`,
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
        <DemoPanel language={language} state={demo} />
        <SheetNote
          from={days.courseFrom}
          to={days.today}
          at={now}
          timeZone={context.timeZone}
          language={language}
        />
        {children}
      </>
    ),
  })
}

const dayWords = (day: string, language: Language): string =>
  formatDayRange(day, day, { language, withYear: true })

type Said = { days: OverviewDays; since: string | null; language: Language }

/** Says how many support the newsroom, and how many more or fewer than a month ago. */
export const overviewSentence = (
  { now, before }: Pick<Overview, 'now' | 'before'>,
  { days, since, language }: Said,
): string => {
  const say = sayIn(language)
  if (since === null) return say('overview.sentence.none')
  const today = dayWords(days.today, language)
  if (before === null)
    return say('overview.sentence.young', { now: now.active, today, since: dayWords(since, language) })
  const change = now.active - before.active
  const values = { now: now.active, today, before: dayWords(days.monthAgo, language) }
  if (change > 0) return say('overview.sentence.grew', { ...values, change })
  if (change < 0) return say('overview.sentence.shrank', { ...values, change: -change })
  return say('overview.sentence.same', values)
}

const SinceYesterday = ({ language, overview }: { language: Language; overview: Overview }) => {
  const say = sayIn(language)
  const { gained, lost, paid } = overview.sinceYesterday
  const amounts = [...paid]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([currency, minor]) => figureText(moneyFigure(minor, currency), language))
  const list = new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(amounts)
  return (
    <section>
      <h2>{say('overview.sinceYesterday')}</h2>
      <p data-since-yesterday={`${gained} ${lost}`}>
        {paid.size === 0
          ? say('overview.sinceYesterday.unpaid', { gained, lost })
          : say('overview.sinceYesterday.text', { gained, lost, amounts: list })}
      </p>
    </section>
  )
}
