import type { Frequency } from '../../web/page/newsroom.ts'

/** The texts of a campaign in one language, in the order of the form. */
export const TEXT_PARTS = ['heading', 'salutation', 'body', 'ask', 'support', 'signature', 'line'] as const
export type TextPart = (typeof TEXT_PARTS)[number]

export const AMOUNT_PARTS = ['minimum', 'presets', 'chosen'] as const
export type AmountPart = (typeof AMOUNT_PARTS)[number]

/** Targets that are typed as lists. */
export const LISTS = ['tags', 'authors', 'countries'] as const
export type List = (typeof LISTS)[number]

/** `only`: the campaign shows nowhere else. `except`: it shows everywhere else. */
export const SIDES = ['only', 'except'] as const
export type Side = (typeof SIDES)[number]

export const CAP_PARTS = ['shows', 'days', 'daysApart'] as const
export const GOAL_PARTS = ['currency', 'target', 'since'] as const

// The names of form fields. Mistakes and differences refer to a setting by its field.
export const textField = (language: string, part: TextPart): string => `text.${language}.${part}`
export const amountField = (currency: string, frequency: Frequency, part: AmountPart): string =>
  `amounts.${currency}.${frequency}.${part}`
export const listField = (side: Side, list: List): string => `${side}.${list}`
/** The group of checkboxes. */
export const sectionsField = (side: Side): string => `${side}.sections`
/** One checkbox. */
export const sectionField = (side: Side, slug: string): string => `${side}.section.${slug}`
export const capField = (part: (typeof CAP_PARTS)[number]): string => `caps.${part}`
export const goalField = (part: (typeof GOAL_PARTS)[number]): string => `goal.${part}`
