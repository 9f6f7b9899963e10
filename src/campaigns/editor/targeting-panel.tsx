import type { Section } from '../../web/page/newsroom.ts'
import { TICKED } from '../form/form-values.ts'
import { labelOf } from '../form/words.ts'
import { LISTS, listField, SIDES, type Side, sectionField, sectionsField } from '../settings/field-names.ts'
import { type FormView, InputField, mistakeOf, RadioField, Remarks } from './field-panel.tsx'

type Props = { form: FormView; sections: readonly Section[] }

/** Where the campaign shows and where it does not. */
export const TargetingPanel = ({ form, sections }: Props) => {
  const { say } = form.words
  return (
    <fieldset class="group">
      <legend>{say('campaigns.group.targeting')}</legend>
      <p class="hint">{say('campaigns.group.targetingHint')}</p>
      {SIDES.map((side) => (
        <fieldset key={side} class="side">
          <legend>{say(`campaigns.group.${side}`)}</legend>
          <Sections form={form} sections={sections} side={side} />
          <div class="beside">
            {LISTS.map((list) => (
              <InputField
                key={list}
                form={form}
                field={listField(side, list)}
                hint={say(`campaigns.hint.${list}`)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <InputField form={form} field="codes" hint={say('campaigns.hint.codes')} />
      <RadioField
        form={form}
        field="visit"
        options={(['any', 'first', 'later'] as const).map((value) => ({
          value,
          label: say(`campaigns.visit.${value}`),
        }))}
      />
    </fieldset>
  )
}

const Sections = ({ form, sections, side }: Props & { side: Side }) => {
  const field = sectionsField(side)
  const slugs = [...new Set([...sections.map(({ slug }) => slug), ...tickedIn(form, side)])]
  return (
    <fieldset
      class="choices choices-beside"
      id={field}
      tabindex={-1}
      {...(mistakeOf(form, field) === null ? {} : { 'aria-describedby': `${field}-error` })}
    >
      <legend>{labelOf(field, form.words)}</legend>
      {slugs.map((slug) => (
        <label key={slug}>
          <input
            type="checkbox"
            name={sectionField(side, slug)}
            value={TICKED}
            checked={form.values[sectionField(side, slug)] === TICKED}
          />
          <span>{form.words.nameSection(slug)}</span>
        </label>
      ))}
      <Remarks form={form} field={field} />
    </fieldset>
  )
}

// A section may be gone from newsroom.yaml since the campaign was saved.
const tickedIn = ({ values }: FormView, side: Side): string[] => {
  const prefix = sectionField(side, '')
  return Object.keys(values)
    .filter((name) => name.startsWith(prefix) && values[name] === TICKED)
    .map((name) => name.slice(prefix.length))
}
