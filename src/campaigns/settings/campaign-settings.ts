import { z } from 'zod'
import { FORMS } from '../../appeal/policy/campaign.ts'
import { LANGUAGES } from '../../messages/messages.ts'
import { isCurrency } from '../../money/currency.ts'
import { isDay } from '../../platform/calendar.ts'
import { FREQUENCIES } from '../../web/page/newsroom.ts'

const minor = z.number().int().positive()
const names = z.array(z.string().min(1)).default([])

/** A time on the newsroom's clock, `2026-11-22T09:30`. */
const wallTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/)
  .refine((text) => isDay(text.slice(0, 10)))

const text = z.strictObject({
  heading: z.string().min(1),
  salutation: z.string().min(1),
  /** Markdown. */
  body: z.string().min(1),
  /** Names `{minimum}`, the smallest monthly amount. */
  ask: z.string().min(1),
  signature: z.string().min(1),
  /** The label of the button that leads to the support page. Null: the usual one. */
  support: z.string().min(1).nullable().default(null),
  /** The sentence of the forms `line` and `bar`. May name `{minimum}`. Null: the ask. */
  line: z.string().min(1).nullable().default(null),
})

/** Minor units. Null: the newsroom's, also when they change. */
const amounts = z.strictObject({
  minimum: minor.nullable().default(null),
  chosen: minor.nullable().default(null),
  presets: z.array(minor).min(1).nullable().default(null),
})

const targets = z
  .strictObject({ sections: names, tags: names, authors: names, countries: names })
  .prefault({})

/** The settings of a campaign, as a version keeps them. */
export const campaignSettings = z.strictObject({
  name: z.string().min(1),
  form: z.enum(FORMS).default('end'),
  afterParagraph: z.number().int().min(1).default(3),
  priority: z.number().int().min(0).max(100).default(50),
  /** Null: at once. */
  from: wallTime.nullable().default(null),
  /** The first moment without the campaign. Null: until somebody ends it. */
  to: wallTime.nullable().default(null),
  texts: z.partialRecord(z.enum(LANGUAGES), text),
  /** A cadence without amounts has the newsroom's. */
  amounts: z
    .partialRecord(z.string().refine(isCurrency), z.partialRecord(z.enum(FREQUENCIES), amounts))
    .default({}),
  only: targets,
  except: targets,
  codes: names,
  visit: z.enum(['any', 'first', 'later']).default('any'),
  caps: z
    .strictObject({
      shows: z.number().int().min(1),
      days: z.number().int().min(1).max(365),
      daysApart: z.number().int().min(0).max(365),
    })
    .nullable()
    .default(null),
  goal: z
    .strictObject({ currency: z.string().refine(isCurrency), target: minor, since: z.string().refine(isDay) })
    .nullable()
    .default(null),
})

export type CampaignSettings = z.infer<typeof campaignSettings>
export type CampaignText = z.infer<typeof text>

/** The state that staff gave a campaign. */
export const STATES = ['draft', 'published', 'ended', 'archived'] as const
export type CampaignState = (typeof STATES)[number]

/** The state that staff see: a published campaign is scheduled, live or ended by its schedule. */
export type ShownState = 'draft' | 'scheduled' | 'live' | 'ended' | 'archived'
