import { FORMS } from '../../appeal/policy/campaign.ts'
import { formatInstant } from '../../messages/dates.ts'
import { labelOf, type Words } from '../form/words.ts'
import { type Change, type Part, partsBetween } from './difference.ts'

/** Longer texts are folded. */
const LONG_TEXT = 300

type Props = { words: Words; changes: readonly Change[] }

/** Lists changed settings under the labels of the form. */
export const DifferencePanel = ({ words, changes }: Props) =>
  changes.length === 0 ? (
    <p class="hint">{words.say('campaigns.difference.none')}</p>
  ) : (
    <dl class="difference">
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{labelOf(change.field, words)}</dt>
          <dd>
            <ChangedValue words={words} change={change} />
          </dd>
        </div>
      ))}
    </dl>
  )

const ChangedValue = ({ words, change }: { words: Words; change: Change }) => {
  const { field, before, after } = change
  const language = /^text\.([a-z]{2})\./.exec(field)?.[1]
  if (language === undefined || before === '' || after === '')
    return (
      <Replaced
        before={shownValue(before, field, words)}
        after={shownValue(after, field, words)}
        words={words}
      />
    )
  const parts = partsBetween(before, after, language)
  if (parts.every((each) => each.in === 'both')) return <p>{words.say('campaigns.difference.spaces')}</p>
  if (before.length + after.length < LONG_TEXT) return <Parts parts={parts} language={language} />
  return (
    <details>
      <summary>{words.say('campaigns.difference.show', { label: labelOf(field, words) })}</summary>
      <Parts parts={parts} language={language} />
    </details>
  )
}

const Parts = ({ parts, language }: { parts: readonly Part[]; language: string }) => (
  <p lang={language} dir="auto">
    {parts.map((each, index) => {
      if (each.in === 'both') return each.text
      const key = `${index}`
      return each.in === 'before' ? <del key={key}>{each.text}</del> : <ins key={key}>{each.text}</ins>
    })}
  </p>
)

type ReplacedProps = { words: Words; before: string; after: string }

const Replaced = ({ words, before, after }: ReplacedProps) => (
  <p dir="auto">
    <del>{before || words.say('campaigns.difference.empty')}</del>{' '}
    <ins>{after || words.say('campaigns.difference.empty')}</ins>
  </p>
)

const VISITS = ['any', 'first', 'later'] as const

/** Writes a value of the form as the form shows it. */
const shownValue = (value: string, field: string, { say, language, nameSection }: Words): string => {
  const form = FORMS.find((each) => field === 'form' && each === value)
  if (form) return say(`campaigns.formName.${form}`)
  const visit = VISITS.find((each) => field === 'visit' && each === value)
  if (visit) return say(`campaigns.visit.${visit}`)
  if (field.endsWith('.sections')) return value.split(', ').filter(Boolean).map(nameSection).join(', ')
  const isTime = (field === 'from' || field === 'to') && value !== ''
  return isTime ? formatInstant(new Date(`${value}:00Z`), language, 'UTC') : value
}
