import { FORMS } from '../../appeal/policy/campaign.ts'
import type { CurrencyOffer } from '../../web/page/newsroom.ts'
import { CAP_PARTS, capField, goalField } from '../settings/field-names.ts'
import { type FormView, InputField, RadioField } from './field-panel.tsx'

type Props = { form: FormView }

/** How the appeal stands on the page. */
export const FormPanel = ({ form }: Props) => {
  const { say } = form.words
  return (
    <fieldset class="group">
      <legend>{say('campaigns.group.form')}</legend>
      <RadioField
        form={form}
        field="form"
        options={FORMS.map((value) => ({
          value,
          label: say(`campaigns.formName.${value}`),
          hint: say(`campaigns.formHint.${value}`),
        }))}
      />
      <InputField
        form={form}
        field="afterParagraph"
        inputmode="numeric"
        hint={say('campaigns.hint.afterParagraph')}
      />
    </fieldset>
  )
}

/** When the campaign shows, and which one goes first. */
export const SchedulePanel = ({ form, timeZone }: Props & { timeZone: string }) => {
  const { say } = form.words
  return (
    <fieldset class="group">
      <legend>{say('campaigns.group.schedule')}</legend>
      <p class="hint">{say('campaigns.group.scheduleHint', { zone: timeZone })}</p>
      <div class="beside">
        <InputField form={form} field="from" type="datetime-local" hint={say('campaigns.hint.from')} />
        <InputField form={form} field="to" type="datetime-local" hint={say('campaigns.hint.to')} />
      </div>
      <InputField form={form} field="priority" inputmode="numeric" hint={say('campaigns.hint.priority')} />
    </fieldset>
  )
}

/** How often a reader with our cookie sees an appeal. */
export const CapsPanel = ({ form }: Props) => {
  const { say } = form.words
  return (
    <fieldset class="group">
      <legend>{say('campaigns.group.caps')}</legend>
      <p class="hint">{say('campaigns.group.capsHint')}</p>
      <div class="beside">
        {CAP_PARTS.map((part) => (
          <InputField key={part} form={form} field={capField(part)} inputmode="numeric" />
        ))}
      </div>
    </fieldset>
  )
}

/** The sum that the campaign wants to reach. */
export const GoalPanel = ({ form, giving }: Props & { giving: readonly CurrencyOffer[] }) => {
  const { words, values } = form
  const field = goalField('currency')
  const chosen = values[field] || giving[0]?.currency
  const currencies = new Set([
    ...giving.map(({ currency }) => currency as string),
    ...(chosen ? [chosen] : []),
  ])
  return (
    <fieldset class="group">
      <legend>{words.say('campaigns.group.goal')}</legend>
      <p class="hint">{words.say('campaigns.group.goalHint')}</p>
      <div class="beside">
        <InputField form={form} field={goalField('target')} inputmode="decimal" />
        <InputField form={form} field={goalField('since')} type="date" />
      </div>
      <RadioField
        form={form}
        field={field}
        chosen={chosen}
        isBeside
        options={[...currencies].map((value) => ({ value, label: value }))}
      />
    </fieldset>
  )
}
