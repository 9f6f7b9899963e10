import { formatInstant } from '../../messages/dates.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { EXPLAIN_PATH } from '../explain/explain-page.tsx'
import type { Words } from '../form/words.ts'
import { spanOf } from '../live/compile-campaign.ts'
import { StoppedLabel } from '../states/state-panel.tsx'
import { type CampaignEntry, groupEntries } from './campaign-entry.ts'
import { LengthsPanel, type LengthsView } from './lengths-panel.tsx'
import { CampaignsAuditPanel, SwitchPanel } from './switch-panel.tsx'

/** The result of the last form. */
export const LIST_REMARKS = ['all-stopped', 'all-resumed', 'lengths-saved'] as const

export type ListView = {
  entries: readonly CampaignEntry[]
  isEveryAppealStopped: boolean
  lengths: LengthsView
  audit: readonly AuditRow[]
  remark: (typeof LIST_REMARKS)[number] | null
}

type Props = { newsroom: Newsroom; timeZone: string; member: SignedInMember; words: Words; view: ListView }

/** Lists every campaign by its state, with the switches of all appeals above them. */
export const listPage = ({ newsroom, timeZone, member, words, view }: Props): string => {
  const { say, language } = words
  const groups = groupEntries(view.entries)
  return staffPage({
    newsroom,
    language,
    member,
    current: 'campaigns',
    title: say('campaigns.title'),
    scripts: ['focus.js'],
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: withLanguage('/staff/campaigns', each),
    })),
    children: (
      <>
        <h1>{say('campaigns.title')}</h1>
        {view.remark ? (
          <p class="remark-good" role="status">
            {say(`campaigns.done.${view.remark}`)}
          </p>
        ) : null}
        <SwitchPanel words={words} isStopped={view.isEveryAppealStopped} />
        <p class="campaign-new">
          <a class="primary" href={withLanguage('/staff/campaigns/new', language)}>
            {say('campaigns.new')}
          </a>{' '}
          <a href={withLanguage(EXPLAIN_PATH, language)}>{say('campaigns.link.explain')}</a>
        </p>
        {groups.length === 0 ? (
          <p class="empty">{say('campaigns.none')}</p>
        ) : (
          <p class="hint">{say('campaigns.zone', { zone: timeZone })}</p>
        )}
        {groups.map(({ shown, entries }) => (
          <section key={shown} aria-labelledby={`state-${shown}`}>
            <h2 id={`state-${shown}`}>{say(`campaigns.group.${shown}`)}</h2>
            <ul class="cases">
              {entries.map((entry) => (
                <li key={entry.number}>
                  <Entry words={words} timeZone={timeZone} entry={entry} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <LengthsPanel words={words} view={view.lengths} />
        <CampaignsAuditPanel words={words} timeZone={timeZone} rows={view.audit} />
      </>
    ),
  })
}

type EntryProps = { words: Words; timeZone: string; entry: CampaignEntry }

const Entry = ({ words, timeZone, entry }: EntryProps) => {
  const { say, language } = words
  const { number, shown, isStopped, settings } = entry
  return (
    <>
      <p>
        <a href={withLanguage(`/staff/campaigns/${number}`, language)}>
          {settings?.name ?? say('campaigns.nameless', { number })}
        </a>{' '}
        <StoppedLabel say={say} shown={shown} isStopped={isStopped} />
      </p>
      {settings ? (
        <p class="hint">
          {say('campaigns.summary', {
            schedule: scheduleText(words, timeZone, entry),
            form: say(`campaigns.formName.${settings.form}`),
            languages: Object.keys(settings.texts).map(words.nameLanguage).join(', '),
            priority: settings.priority,
          })}
        </p>
      ) : (
        <p class="hint">{say('campaigns.unreadable')}</p>
      )}
    </>
  )
}

const scheduleText = ({ say, language }: Words, timeZone: string, { settings }: CampaignEntry): string => {
  if (!settings || (settings.from === null && settings.to === null)) return say('campaigns.schedule.none')
  const { startsAt, endsAt } = spanOf(settings, timeZone)
  const at = (time: number) => formatInstant(new Date(time), language, timeZone)
  if (settings.to === null) return say('campaigns.schedule.from', { from: at(startsAt) })
  if (settings.from === null) return say('campaigns.schedule.to', { to: at(endsAt) })
  return say('campaigns.schedule.both', { from: at(startsAt), to: at(endsAt) })
}
