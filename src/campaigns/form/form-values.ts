import { isCurrency } from '../../money/currency.ts'
import { formatPlainAmount, money } from '../../money/money.ts'
import { FREQUENCIES } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import {
  amountField,
  capField,
  goalField,
  LISTS,
  listField,
  SIDES,
  sectionField,
  TEXT_PARTS,
  textField,
} from '../settings/field-names.ts'

/** A form as typed, by field. An absent field is empty. */
export type FormValues = Readonly<Record<string, string>>

/** The value of a ticked checkbox. */
export const TICKED = 'yes'

/** Writes settings as the form shows them. Empty fields are left out. */
export const formValuesOf = (settings: CampaignSettings): FormValues => {
  const entries = [
    ...generalEntries(settings),
    ...textEntries(settings),
    ...amountEntries(settings),
    ...targetEntries(settings),
    ...capAndGoalEntries(settings),
  ]
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

/** An empty form, as a new campaign begins. */
export const EMPTY_FORM: FormValues = { form: 'end', afterParagraph: '3', priority: '50', visit: 'any' }

type Entries = [field: string, value: string][]

const generalEntries = ({
  name,
  form,
  afterParagraph,
  priority,
  from,
  to,
  visit,
}: CampaignSettings): Entries => [
  ['name', name],
  ['form', form],
  ['afterParagraph', String(afterParagraph)],
  ['priority', String(priority)],
  ['from', from ?? ''],
  ['to', to ?? ''],
  ['visit', visit],
]

const textEntries = ({ texts }: CampaignSettings): Entries =>
  Object.entries(texts).flatMap(([language, text]) =>
    TEXT_PARTS.map((part): [string, string] => [textField(language, part), text[part] ?? '']),
  )

const amountEntries = ({ amounts }: CampaignSettings): Entries =>
  Object.entries(amounts).flatMap(([currency, cadences]) =>
    FREQUENCIES.flatMap((frequency): Entries => {
      const given = cadences?.[frequency]
      if (!given || !isCurrency(currency)) return []
      const plain = (amounts: readonly (number | null)[]) =>
        amounts
          .flatMap((minor) => (minor === null ? [] : formatPlainAmount(money(minor, currency))))
          .join(', ')
      return [
        [amountField(currency, frequency, 'minimum'), plain([given.minimum])],
        [amountField(currency, frequency, 'presets'), plain(given.presets ?? [])],
        [amountField(currency, frequency, 'chosen'), plain([given.chosen])],
      ]
    }),
  )

const targetEntries = ({ only, except, codes }: CampaignSettings): Entries => [
  ...SIDES.flatMap((side): Entries => {
    const targets = { only, except }[side]
    return [
      ...targets.sections.map((slug): [string, string] => [sectionField(side, slug), TICKED]),
      ...LISTS.map((list): [string, string] => [listField(side, list), targets[list].join(', ')]),
    ]
  }),
  ['codes', codes.join(', ')],
]

const capAndGoalEntries = ({ caps, goal }: CampaignSettings): Entries => [
  [capField('shows'), String(caps?.shows ?? '')],
  [capField('days'), String(caps?.days ?? '')],
  [capField('daysApart'), String(caps?.daysApart ?? '')],
  [goalField('currency'), goal?.currency ?? ''],
  [
    goalField('target'),
    goal && isCurrency(goal.currency) ? formatPlainAmount(money(goal.target, goal.currency)) : '',
  ],
  [goalField('since'), goal?.since ?? ''],
]
