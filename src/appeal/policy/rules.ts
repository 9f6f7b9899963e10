/**
 * The rules of docs/appeal-policy.md by their numbers. The first that decides is the answer. A rule with a point
 * looks at one campaign.
 */
export const RULES = {
  '1': 'stopped',
  '1.1': 'campaign-stopped',
  '2': 'article',
  '3': 'gives',
  '4': 'snoozed',
  '5': 'unsure',
  '6': 'canceled',
  '7': 'capped',
  '8': 'none',
  '8.1': 'not-begun',
  '8.2': 'over',
  '8.3': 'language',
  '8.4': 'section',
  '8.5': 'tag',
  '8.6': 'author',
  '8.7': 'country',
  '8.8': 'visit',
  '8.9': 'code',
  '9': 'form',
  '11': 'behind',
} as const

export type Rule = keyof typeof RULES
