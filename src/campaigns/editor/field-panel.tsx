import type { FormValues } from '../form/form-values.ts'
import { mistakeText } from '../form/mistake-words.ts'
import { labelOf, type Words } from '../form/words.ts'
import type { TextPart } from '../settings/field-names.ts'
import type { Mistake } from '../settings/mistake.ts'
import { LIMITS } from '../settings/text-mistakes.ts'

/** The form as its fields need it. */
export type FormView = { words: Words; values: FormValues; mistakes: readonly Mistake[] }

type FieldProps = {
  form: FormView
  field: string
  /** Absent: the field's whole name, with its language or currency. */
  label?: string
  hint?: string | undefined
}

type Described = { id: string; name: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }

export const mistakeOf = ({ mistakes, words }: FormView, field: string): string | null => {
  const found = mistakes.find((mistake) => mistake.field === field)
  return found ? mistakeText(found, words) : null
}

const attributesOf = ({ form, field, hint }: FieldProps): Described => {
  const isWrong = mistakeOf(form, field) !== null
  const described = [...(isWrong ? [`${field}-error`] : []), ...(hint ? [`${field}-hint`] : [])].join(' ')
  return {
    id: field,
    name: field,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(isWrong ? { 'aria-invalid': 'true' } : {}),
  }
}

/** The mistake of a field and its hint, under the field. */
export const Remarks = ({ form, field, hint }: Omit<FieldProps, 'label'>) => {
  const mistake = mistakeOf(form, field)
  return (
    <>
      {mistake ? (
        <p class="error" id={`${field}-error`}>
          {mistake}
        </p>
      ) : null}
      {hint ? (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      ) : null}
    </>
  )
}

type InputProps = FieldProps & {
  type?: keyof typeof SHAPES
  inputmode?: 'numeric' | 'decimal'
  /** The language that is written in the field. */
  lang?: string
}

const SHAPES = { 'datetime-local': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, date: /^\d{4}-\d{2}-\d{2}$/ }

// A field for dates would drop a text that is no date.
const typeFor = (type: keyof typeof SHAPES | undefined, value: string) =>
  type !== undefined && (value === '' || SHAPES[type].test(value)) ? { type } : { type: 'text' as const }

export const InputField = ({ type, inputmode, lang, ...field }: InputProps) => {
  const value = field.form.values[field.field] ?? ''
  return (
    <div class="field">
      <label for={field.field}>{field.label ?? labelOf(field.field, field.form.words)}</label>
      <input
        {...attributesOf(field)}
        {...typeFor(type, value)}
        value={value}
        autocomplete="off"
        {...(inputmode ? { inputmode, dir: 'ltr' as const } : {})}
        {...(lang ? { lang, dir: 'auto' as const } : {})}
      />
      <Remarks {...field} />
    </div>
  )
}

type AreaProps = FieldProps & { part: TextPart; lang: string; rows: number }

/** A text of a campaign with its longest length. */
export const TextField = ({ part, lang, rows, ...given }: AreaProps) => {
  const { say } = given.form.words
  const limit = say('campaigns.hint.limit', { limit: LIMITS[part] })
  const field = { ...given, hint: given.hint ? `${given.hint} ${limit}` : limit }
  if (rows === 1) return <InputField {...field} lang={lang} />
  return (
    <div class="field">
      <label for={field.field}>{field.label ?? labelOf(field.field, field.form.words)}</label>
      <textarea {...attributesOf(field)} rows={rows} lang={lang} dir="auto">
        {field.form.values[field.field] ?? ''}
      </textarea>
      <Remarks {...field} />
    </div>
  )
}

type RadioProps = Omit<FieldProps, 'label'> & {
  /** Absent: the value of the form. */
  chosen?: string | undefined
  /** Short options stand beside each other. */
  isBeside?: boolean
  options: readonly { value: string; label: string; hint?: string }[]
}

/** A choice of one. The first option has the id to which the summary of mistakes leads. */
export const RadioField = ({ form, field, hint, options, isBeside = false, ...rest }: RadioProps) => (
  <fieldset
    class={isBeside ? 'choices choices-beside' : 'choices'}
    {...(mistakeOf(form, field) === null ? {} : { 'aria-describedby': `${field}-error` })}
  >
    <legend>{labelOf(field, form.words)}</legend>
    {options.map((option, index) => (
      <label key={option.value}>
        <input
          type="radio"
          name={field}
          id={index === 0 ? field : `${field}-${option.value}`}
          value={option.value}
          checked={(rest.chosen ?? form.values[field]) === option.value}
        />
        <span>
          {option.label}
          {option.hint ? <small>{option.hint}</small> : null}
        </span>
      </label>
    ))}
    <Remarks form={form} field={field} hint={hint} />
  </fieldset>
)
