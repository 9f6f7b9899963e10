import { type Language, nameOfLanguage, type Say } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import type { Preference } from '../address/preference-store.ts'

type Props = { say: Say; language: Language; languages: readonly Language[]; preference: Preference }

/** Sets the language of mails, and whether their subject and sender hide the newsroom's name. */
export const PreferencesPanel = ({ say, language, languages, preference }: Props) => (
  <section>
    <h2>{say('preferences.title')}</h2>
    <form action="/account/mail" method="post">
      <input type="hidden" name="language" value={language} />
      <fieldset class="account-choices">
        <legend>{say('preferences.language')}</legend>
        <label class="choice">
          <input type="radio" name="mailLanguage" value="" checked={preference.language === null} />{' '}
          {say('preferences.asGiven')}
        </label>
        {languages.map((each) => (
          <label key={each} class="choice" lang={each}>
            <input type="radio" name="mailLanguage" value={each} checked={preference.language === each} />{' '}
            {nameOfLanguage(each)}
          </label>
        ))}
      </fieldset>
      <div class="account-choices">
        <label class="choice">
          <input
            type="checkbox"
            name="plain"
            value="yes"
            checked={preference.isPlain}
            aria-describedby="plain-hint"
          />{' '}
          {say('preferences.plain')}
        </label>
        <p class="hint" id="plain-hint">
          {say('preferences.plainHint')}
        </p>
      </div>
      <button type="submit" class="secondary">
        {say('preferences.save')}
      </button>
    </form>
    <p class="account-below">
      <a href={withLanguage('/account/address', language)}>{say('address.link')}</a>
    </p>
  </section>
)
