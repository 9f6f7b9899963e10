import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { FormValues } from '../form/form-values.ts'
import { mistakeText } from '../form/mistake-words.ts'
import { labelOf, type Words } from '../form/words.ts'
import type { Mistake } from '../settings/mistake.ts'
import { TypedFields } from '../typed-panel.tsx'
import { PreviewChoices, PreviewFrame, type PreviewState } from './preview-panel.tsx'
import type { PreviewQuery } from './preview-query.ts'

export const TYPED_PREVIEW_PATH = '/staff/campaigns/preview'

/** Keeps the choices apart from the fields of the campaign. */
export const CHOICE_PREFIX = 'preview.'

type Props = {
  newsroom: Newsroom
  member: SignedInMember
  words: Words
  typed: FormValues
  mistakes: readonly Mistake[]
  asked: PreviewQuery
  articles: readonly { slug: string; title: string }[]
  state: PreviewState
  /** The article with the campaign. */
  html: string
}

/** Shows a campaign as it is typed, on a real article. Nothing of it is saved. */
export const typedPreviewPage = (props: Props): string => {
  const { newsroom, member, words, typed, mistakes, html } = props
  const { say, language } = words
  return staffPage({
    newsroom,
    language,
    member,
    title: say('preview.title'),
    current: 'campaigns',
    translations: [],
    children: (
      <>
        <h1>{say('preview.title')}</h1>
        <p>{say('preview.typed')}</p>
        {mistakes.length > 0 ? <Mistakes words={words} mistakes={mistakes} /> : null}
        <form action={withLanguage(TYPED_PREVIEW_PATH, language)} method="post" class="asked">
          <TypedFields typed={typed} />
          <PreviewChoices {...props} language={language} prefix={CHOICE_PREFIX} />
        </form>
        <PreviewFrame {...props} language={language} content={{ srcdoc: html }} />
      </>
    ),
  })
}

const Mistakes = ({ words, mistakes }: Pick<Props, 'words' | 'mistakes'>) => (
  <div class="error-summary" role="alert">
    <h2>{words.say('preview.mistakes', { count: mistakes.length })}</h2>
    <ul>
      {mistakes.map((mistake) => (
        <li key={mistake.field}>
          {labelOf(mistake.field, words)}: {mistakeText(mistake, words)}
        </li>
      ))}
    </ul>
  </div>
)
