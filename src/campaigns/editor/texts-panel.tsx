import { isLanguage, type Language } from '../../messages/messages.ts'
import { TEXT_PARTS, type TextPart, textField } from '../settings/field-names.ts'
import { type FormView, TextField } from './field-panel.tsx'

type Props = { form: FormView; languages: readonly Language[] }

/**
 * The letter in every language of the newsroom, and in others in which the campaign is written. An empty one is folded.
 */
export const TextsPanel = ({ form, languages }: Props) => (
  <>
    {allLanguages(form, languages).map((language, index) =>
      index === 0 || isFilled(form, language) ? (
        <LanguageTexts key={language} form={form} language={language} />
      ) : (
        <details key={language} class="folded-group">
          <summary>
            {form.words.say('campaigns.group.texts', { language: form.words.nameLanguage(language) })}
          </summary>
          <LanguageTexts form={form} language={language} />
        </details>
      ),
    )}
  </>
)

const allLanguages = ({ values }: FormView, languages: readonly Language[]): readonly Language[] => {
  const written = Object.keys(values).flatMap((name) => /^text\.([a-z]{2})\./.exec(name)?.[1] ?? [])
  return [...new Set([...languages, ...written.filter(isLanguage)])]
}

const isFilled = ({ values }: FormView, language: Language): boolean =>
  TEXT_PARTS.some((part) => values[textField(language, part)])

const LanguageTexts = ({ form, language }: { form: FormView; language: Language }) => {
  const { say, nameLanguage } = form.words
  const shared = { form, lang: language }
  const named = (part: TextPart) => ({
    ...shared,
    part,
    field: textField(language, part),
    label: say(`campaigns.text.${part}`),
  })
  return (
    <fieldset class="group">
      <legend>{say('campaigns.group.texts', { language: nameLanguage(language) })}</legend>
      <p class="hint">{say('campaigns.group.textsHint')}</p>
      <TextField {...named('heading')} rows={1} />
      <TextField {...named('salutation')} rows={1} />
      <TextField {...named('body')} rows={12} hint={say('campaigns.hint.body')} />
      <TextField {...named('ask')} rows={2} hint={say('campaigns.hint.ask')} />
      <TextField {...named('support')} rows={1} hint={say('campaigns.hint.support')} />
      <TextField {...named('signature')} rows={1} />
      <TextField {...named('line')} rows={1} hint={say('campaigns.hint.line')} />
    </fieldset>
  )
}
