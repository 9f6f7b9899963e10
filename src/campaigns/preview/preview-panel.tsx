import { FORMS } from '../../appeal/policy/campaign.ts'
import { type Language, nameOfLanguage, sayIn } from '../../messages/messages.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { ChoiceField } from '../choice-panel.tsx'
import { type PreviewQuery, WIDTHS } from './preview-query.ts'

/** `missing`: the campaign is not written in the language. */
export type PreviewState = 'shown' | 'missing' | 'broken'

type ChoicesProps = {
  newsroom: Newsroom
  language: Language
  asked: PreviewQuery
  articles: readonly { slug: string; title: string }[]
  /** Stands before the names of the fields. */
  prefix?: string
}

/** Asks for the form, language, article and width of a preview. */
export const PreviewChoices = ({ newsroom, language, asked, articles, prefix = '' }: ChoicesProps) => {
  const say = sayIn(language)
  return (
    <>
      <ChoiceField
        name={`${prefix}form`}
        label={say('preview.form')}
        choices={FORMS.map((value) => ({ value, text: say(`campaigns.formName.${value}`) }))}
        chosen={asked.form}
      />
      <ChoiceField
        name={`${prefix}written`}
        label={say('preview.language')}
        choices={newsroom.languages.map((value) => ({ value, text: nameOfLanguage(value), lang: value }))}
        chosen={asked.written}
      />
      <ChoiceField
        name={`${prefix}article`}
        label={say('preview.article')}
        choices={articles.map(({ slug, title }) => ({ value: slug, text: title, lang: asked.written }))}
        chosen={asked.article}
      />
      <ChoiceField
        name={`${prefix}width`}
        label={say('preview.width')}
        choices={WIDTHS.map((width) => ({ value: width, text: say('preview.pixels', { width }) }))}
        chosen={asked.width}
      />
      <button type="submit" class="primary">
        {say('preview.show')}
      </button>
    </>
  )
}

type FrameProps = Pick<ChoicesProps, 'language' | 'asked' | 'articles'> & {
  state: PreviewState
  /** The address of the page in the frame, or the page itself. */
  content: { src: string } | { srcdoc: string }
}

export const PreviewFrame = ({ asked, articles, state, language, content }: FrameProps) => {
  const say = sayIn(language)
  if (articles.length === 0) return <p>{say('preview.nothing')}</p>
  if (state === 'missing') return <p>{say('preview.notWritten')}</p>
  if (state === 'broken') return <p>{say('preview.broken')}</p>
  return (
    <section class="preview-scroll" tabindex={0} aria-label={say('preview.frame')}>
      {/*
       * No script runs in it, and no form is sent: nothing is counted, and no reminder is set. A page with an address
       * has a policy of its own that sends none, so there the bar may close. Text in place has the policy of this page.
       */}
      <iframe
        class={`preview preview-${asked.width}`}
        title={say('preview.frame')}
        sandbox={'src' in content ? 'allow-same-origin allow-forms' : 'allow-same-origin'}
        {...content}
      />
    </section>
  )
}
