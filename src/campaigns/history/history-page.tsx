import { formatInstant } from '../../messages/dates.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { Words } from '../form/words.ts'
import { previewPath } from '../preview/preview-page.tsx'
import type { Change } from './difference.ts'
import { DifferencePanel } from './difference-panel.tsx'

/** `changes` is null for the first version, and `unreadable` if another version of Mainstay wrote one of the two. */
export type HistoryEntry = {
  version: number
  savedBy: string
  savedAt: Date
  changes: readonly Change[] | 'unreadable' | null
}

type Props = {
  newsroom: Newsroom
  timeZone: string
  member: SignedInMember
  words: Words
  campaign: { number: number; name: string; version: number }
  entries: readonly HistoryEntry[]
  /** The version from which older ones follow on the next page. Null: there are none. */
  olderFrom: number | null
}

/** Lists the versions of a campaign, newest first, each with its difference to the one before. */
export const historyPage = ({
  newsroom,
  timeZone,
  member,
  words,
  campaign,
  entries,
  olderFrom,
}: Props): string => {
  const { say, language } = words
  const here = `/staff/campaigns/${campaign.number}`
  const title = say('campaigns.history.title', { name: campaign.name })
  return staffPage({
    newsroom,
    language,
    member,
    current: 'campaigns',
    title,
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: withLanguage(`${here}/history`, each),
    })),
    children: (
      <>
        <p class="back">
          <a href={withLanguage(here, language)}>{say('campaigns.history.back')}</a>
        </p>
        <h1>{title}</h1>
        {entries.map((entry) => (
          <section key={entry.version} class="version" id={`version-${entry.version}`}>
            <h2>
              {say('campaigns.history.version', {
                version: entry.version,
                name: entry.savedBy,
                at: formatInstant(entry.savedAt, language, timeZone),
              })}
            </h2>
            <Changes words={words} entry={entry} />
            {entry.version === campaign.version ? (
              <p class="hint">{say('campaigns.history.newest')}</p>
            ) : (
              <p>
                <a href={withLanguage(`${here}?version=${entry.version}`, language)}>
                  {say('campaigns.history.use', { version: entry.version })}
                </a>{' '}
                <a href={withLanguage(`${previewPath(campaign.number)}?version=${entry.version}`, language)}>
                  {say('campaigns.history.preview', { version: entry.version })}
                </a>
              </p>
            )}
          </section>
        ))}
        {olderFrom === null ? null : (
          <p>
            <a href={withLanguage(`${here}/history?from=${olderFrom}`, language)}>
              {say('campaigns.history.older')}
            </a>
          </p>
        )}
      </>
    ),
  })
}

const Changes = ({ words, entry }: { words: Words; entry: HistoryEntry }) => {
  if (entry.changes === null) return <p>{words.say('campaigns.history.first')}</p>
  if (entry.changes === 'unreadable') return <p>{words.say('campaigns.history.unreadable')}</p>
  return <DifferencePanel words={words} changes={entry.changes} />
}
