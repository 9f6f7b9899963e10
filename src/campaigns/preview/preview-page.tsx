import { FORMS } from '../../appeal/policy/campaign.ts'
import { type Language, nameOfLanguage, sayIn } from '../../messages/messages.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { ChoiceField } from '../choice-panel.tsx'
import { type PreviewQuery, WIDTHS } from './preview-query.ts'

export const previewPath = (campaign: number): string => `/staff/campaigns/${campaign}/preview`
export const previewFramePath = (campaign: number): string => `${previewPath(campaign)}/page`

type Props = {
  newsroom: Newsroom
  language: Language
  member: SignedInMember
  campaign: { number: number; name: string; version: number }
  asked: PreviewQuery
  articles: readonly { slug: string; title: string }[]
  /** `missing`: the campaign is not written in the language. */
  state: 'shown' | 'missing' | 'broken'
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
        <h1>{say('preview.title')}</h1>
        <p>{say('preview.lead', { version: String(campaign.version), name: campaign.name })}</p>
        <Choices {...props} />
        <Frame {...props} />
        <p>
          <a href={`/staff/campaigns/${campaign.number}?language=${language}`}>{say('preview.back')}</a>
        </p>
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

const Frame = ({ campaign, asked, articles, state, language }: Props) => {
  const say = sayIn(language)
  if (articles.length === 0) return <p>{say('preview.nothing')}</p>
  if (state === 'missing') return <p>{say('preview.notWritten')}</p>
  if (state === 'broken') return <p>{say('preview.broken')}</p>
  return (
    <div class="preview-scroll">
      {/* Neither scripts nor forms run in it: nothing is counted, and no reminder is set. */}
      <iframe
        class={`preview preview-${asked.width}`}
        title={say('preview.frame')}
        sandbox="allow-same-origin"
        src={`${previewFramePath(campaign.number)}?${queryOf(asked, language)}`}
      />
    </div>
  )
}

const Choices = ({ newsroom, campaign, asked, articles, language }: Props) => {
  const say = sayIn(language)
  return (
    <form action={previewPath(campaign.number)} method="get" class="asked">
      <input type="hidden" name="language" value={language} />
      {asked.version === null ? null : <input type="hidden" name="version" value={asked.version} />}
      <ChoiceField
        name="form"
        label={say('preview.form')}
        choices={FORMS.map((value) => ({ value, text: say(`campaigns.form.${value}`) }))}
        chosen={asked.form}
      />
      <ChoiceField
        name="written"
        label={say('preview.language')}
        choices={newsroom.languages.map((value) => ({ value, text: nameOfLanguage(value), lang: value }))}
        chosen={asked.written}
      />
      <ChoiceField
        name="article"
        label={say('preview.article')}
        choices={articles.map(({ slug, title }) => ({ value: slug, text: title, lang: asked.written }))}
        chosen={asked.article}
      />
      <ChoiceField
        name="width"
        label={say('preview.width')}
        choices={WIDTHS.map((width) => ({ value: width, text: say('preview.pixels', { width }) }))}
        chosen={asked.width}
      />
      <button type="submit" class="primary">
        {say('preview.show')}
      </button>
    </form>
  )
}
