import { type Campaign, LETTER } from '../../appeal/policy/campaign.ts'
import type { Explanation } from '../../appeal/policy/explain.ts'
import type { Rule } from '../../appeal/policy/rules.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { ChoiceField } from '../choice-panel.tsx'
import { type AskedArticle, type ExplainMistake, type ExplainQuery, READERS } from './explain-query.ts'

export const EXPLAIN_PATH = '/staff/campaigns/explain'

type Props = {
  newsroom: Newsroom
  language: Language
  member: SignedInMember
  timeZone: string
  knowsCountries: boolean
  articles: readonly AskedArticle[]
  asked: ExplainQuery
  mistakes: readonly ExplainMistake[]
  explanation: Explanation | null
}

/** Asks about a reader, an article and a moment, and answers with the rule that decides. */
export const explainPage = (props: Props): string => {
  const { newsroom, language, member, explanation } = props
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    member,
    title: say('explain.title'),
    current: 'campaigns',
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `${EXPLAIN_PATH}?${new URLSearchParams({ ...props.asked, language: each })}`,
    })),
    children: (
      <>
        <p class="back">
          <a href={withLanguage('/staff/campaigns', language)}>{say('campaigns.title')}</a>
        </p>
        <h1>{say('explain.title')}</h1>
        <p class="page-lead">{say('explain.lead')}</p>
        <Question {...props} />
        {explanation ? <Answer explanation={explanation} say={say} /> : null}
        {props.articles.length === 0 ? <p>{say('explain.noArticles')}</p> : null}
      </>
    ),
  })
}

const VISITS = ['first', 'later'] as const

const Question = ({ language, timeZone, knowsCountries, articles, asked, mistakes }: Props) => {
  const say = sayIn(language)
  const mistakeIn = (field: ExplainMistake) =>
    mistakes.includes(field) ? (
      <span class="error" id={`${field}-mistake`}>
        {say(`explain.mistake.${field}`)}
      </span>
    ) : null
  return (
    <form action={EXPLAIN_PATH} method="get" class="asked">
      <input type="hidden" name="language" value={language} />
      <ChoiceField
        name="article"
        label={say('explain.article')}
        choices={articles.map(({ slug, title, language: lang }) => ({ value: slug, text: title, lang }))}
        chosen={asked.article}
      />
      <ChoiceField
        name="reader"
        label={say('explain.reader')}
        choices={READERS.map((value) => ({ value, text: say(`explain.reader.${value}`) }))}
        chosen={asked.reader}
      />
      <ChoiceField
        name="visit"
        label={say('explain.visit')}
        choices={VISITS.map((value) => ({ value, text: say(`explain.visit.${value}`) }))}
        chosen={asked.visit}
      />
      <label>
        <span>{say('explain.country')}</span>
        <input name="country" value={asked.country} maxlength={2} size={4} autocomplete="off" />
        {knowsCountries ? null : <small>{say('explain.countryUnknown')}</small>}
        {mistakeIn('country')}
      </label>
      <label>
        <span>{say('explain.code')}</span>
        <input name="code" value={asked.code} maxlength={80} autocomplete="off" />
      </label>
      <label>
        <span>{say('explain.at', { zone: timeZone })}</span>
        <input type="datetime-local" name="at" value={asked.at} />
        {mistakeIn('at')}
      </label>
      <button type="submit" class="primary">
        {say('explain.ask')}
      </button>
    </form>
  )
}

type AnswerProps = { explanation: Explanation; say: Say }

const Answer = ({ explanation: { decision, campaigns }, say }: AnswerProps) => (
  <section aria-labelledby="answer">
    <h2 id="answer">
      {decision.show
        ? say('explain.shows', {
            campaign: nameOf(decision.campaign, say),
            form: say(`campaigns.form.${decision.form}`),
          })
        : say('explain.hidden', { reason: ruleText(decision.rule, say) })}
    </h2>
    <div class="preview-scroll">
      <table class="payments">
        <thead>
          <tr>
            <th scope="col">{say('explain.campaign')}</th>
            <th scope="col">{say('explain.rule')}</th>
            <th scope="col">{say('explain.why')}</th>
          </tr>
        </thead>
        <tbody>
          {campaigns.map(({ campaign, refusedBy }) => (
            <tr key={campaign.key}>
              <th scope="row">
                {campaign.key === LETTER ? (
                  nameOf(campaign, say)
                ) : (
                  <a href={`/staff/campaigns/${campaign.key}`}>{nameOf(campaign, say)}</a>
                )}
              </th>
              <td>{refusedBy ?? ''}</td>
              <td>{refusedBy === null ? say('explain.isShown') : ruleText(refusedBy, say)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <p class="fine-print">{say('explain.policy')}</p>
  </section>
)

const nameOf = ({ key, name }: Campaign, say: Say): string =>
  key === LETTER ? say('campaigns.letterFile') : name

const ruleText = (rule: Rule, say: Say): string => say(`explain.rule.${rule}`)
