import { type Language, sayIn } from '../../messages/messages.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { PreviewChoices, PreviewFrame, type PreviewState } from './preview-panel.tsx'
import type { PreviewQuery } from './preview-query.ts'

export const previewPath = (campaign: number): string => `/staff/campaigns/${campaign}/preview`
export const previewFramePath = (campaign: number): string => `${previewPath(campaign)}/page`

type Props = {
  newsroom: Newsroom
  language: Language
  member: SignedInMember
  campaign: { number: number; name: string; version: number }
  asked: PreviewQuery
  articles: readonly { slug: string; title: string }[]
  state: PreviewState
}

/** Shows a campaign on a real article, in any form, language and width. */
export const previewPage = (props: Props): string => {
  const { newsroom, language, member, campaign, asked } = props
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    member,
    title: say('preview.title'),
    current: 'campaigns',
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `${previewPath(campaign.number)}?${queryOf(asked, each)}`,
    })),
    children: (
      <>
        <p class="back">
          <a href={`/staff/campaigns/${campaign.number}?language=${language}`}>{say('preview.back')}</a>
        </p>
        <h1>{say('preview.title')}</h1>
        <p class="page-lead">
          {say('preview.lead', { version: String(campaign.version), name: campaign.name })}
        </p>
        <form action={previewPath(campaign.number)} method="get" class="asked">
          <input type="hidden" name="language" value={language} />
          {asked.version === null ? null : <input type="hidden" name="version" value={asked.version} />}
          <PreviewChoices {...props} />
        </form>
        <PreviewFrame
          {...props}
          content={{
            src: `${previewFramePath(campaign.number)}?${queryOf(asked, language)}`,
          }}
        />
      </>
    ),
  })
}

const queryOf = ({ version, form, written, article, width }: PreviewQuery, language: Language) =>
  new URLSearchParams({
    ...(version === null ? {} : { version: String(version) }),
    form,
    written,
    article,
    width,
    language,
  })
