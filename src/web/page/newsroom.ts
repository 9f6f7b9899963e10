import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { COMPLETE_LANGUAGES, LANGUAGES, type Language } from '../../messages/messages.ts'
import { type Currency, isCurrency } from '../../money/currency.ts'
import { parseAmount } from '../../money/money.ts'
import { type PaymentMethods, paymentMethods } from './payment-methods.ts'

/** The organisation that runs Mainstay, as described in newsroom.yaml. */
export type Newsroom = {
  name: Record<Language, string>
  motto: Record<Language, string>
  languages: readonly [Language, ...Language[]]
  /** Those of them that have every text of the pages for staff; English if none has. */
  staffLanguages: readonly Language[]
  sections: readonly Section[]
  /** The currencies on offer, the default first. Amounts in minor units. */
  giving: readonly [CurrencyOffer, ...CurrencyOffer[]]
  rules: Rules
  mail: MailRules
  payments: PaymentMethods
  /** The name on bank statements, sent with charges. Null: the support page does not say. */
  statementName: string | null
}

/** The newsroom's rules for mails. */
export type MailRules = {
  /** Hides the newsroom in sender and subject until somebody signs in by a mail to the address. */
  neutralUntilSignIn: boolean
  /** The email address that mails name for questions. Null: the sender's. */
  contact: string | null
}

/** The newsroom's rules for contributions. */
export type Rules = {
  /** Days after a failed renewal until an unpaid contribution counts as lost. */
  retryDays: number
  /** How often Stripe retries a failed charge, as set in its dashboard. */
  retries: number
  /** The rule for a duplicate subscription: cancel and refund it, or let staff decide. */
  duplicates: 'refund' | 'ask'
  /** When a disputed payment cancels its subscription. */
  cancelOnDispute: 'lost' | 'opened' | 'never'
}

export type Section = { slug: string; name: Record<Language, string> }

export type Frequency = 'once' | 'monthly' | 'yearly'
export const FREQUENCIES = ['once', 'monthly', 'yearly'] as const satisfies readonly Frequency[]

export type CurrencyOffer = {
  currency: Currency
  minimum: number
  maximum: number
  presets: Record<Frequency, readonly number[]>
}

const texts = z.partialRecord(z.enum(LANGUAGES), z.string().min(1))
const amountText = z.union([z.string(), z.number()]).transform(String)

const offer = z
  .object({
    currency: z.string().refine(isCurrency, 'is a currency of src/money/currency.ts'),
    minimum: amountText,
    maximum: amountText,
    presets: z.object({
      once: z.array(amountText).min(1),
      monthly: z.array(amountText).min(1),
      yearly: z.array(amountText).min(1),
    }),
  })
  .transform(({ currency, minimum, maximum, presets }, context): CurrencyOffer => {
    const minor = (text: string): number => {
      const parsed = parseAmount(text, currency)
      if (parsed.ok) return parsed.minor
      context.addIssue({ code: 'custom', message: `${text} is not an amount in ${currency}` })
      return 0
    }
    const each = (amounts: string[]) => amounts.map(minor)
    return {
      currency,
      minimum: minor(minimum),
      maximum: minor(maximum),
      presets: { once: each(presets.once), monthly: each(presets.monthly), yearly: each(presets.yearly) },
    }
  })

// Stripe's rules for a statement descriptor.
const statementName = z
  .string()
  .regex(/^(?=.*[A-Za-z])[\x20-\x7e]{5,22}$/, 'is 5 to 22 Latin letters, figures and signs')
  .regex(/^[^<>\\'"*]+$/, 'has none of < > \\ \' " *')

/** The appeal is counted by section, under a key of this length at most. */
export const MAX_SLUG_LENGTH = 200

const slug = z
  .string()
  .regex(/^[a-z0-9-]+$/, 'has small Latin letters, figures and hyphens only')
  .max(MAX_SLUG_LENGTH, `has at most ${MAX_SLUG_LENGTH} characters`)

const written = z.strictObject({
  name: texts,
  motto: texts,
  languages: z.tuple([z.enum(LANGUAGES)], z.enum(LANGUAGES)),
  sections: z.array(z.strictObject({ slug, name: texts })).min(1),
  giving: z.tuple([offer], offer),
  rules: z
    .strictObject({
      retryDays: z.number().int().min(1).max(90).default(21),
      retries: z.number().int().min(0).max(20).default(8),
      duplicates: z.enum(['refund', 'ask']).default('refund'),
      cancelOnDispute: z.enum(['lost', 'opened', 'never']).default('lost'),
    })
    .prefault({}),
  mail: z
    .strictObject({
      neutralUntilSignIn: z.boolean().default(false),
      contact: z.email().nullable().default(null),
    })
    .prefault({}),
  payments: paymentMethods,
  statementName: statementName.nullable().default(null),
})

type Texts = z.infer<typeof texts>

// Every offered language needs its own text. Staff may use another one, which gets the first language's text.
const schema = written
  .superRefine(({ languages, name, motto, sections }, context) => {
    const all: [string, Texts][] = [
      ['name', name],
      ['motto', motto],
    ]
    for (const section of sections) all.push([`sections.${section.slug}.name`, section.name])
    for (const [where, each] of all)
      for (const language of languages)
        if (!each[language])
          context.addIssue({ code: 'custom', path: [where], message: `has no text for ${language}` })
  })
  .transform(({ name, motto, sections, ...rest }): Newsroom => {
    const inEvery = completeIn(rest.languages[0])
    return {
      ...rest,
      staffLanguages: staffLanguagesOf(rest.languages),
      name: inEvery(name),
      motto: inEvery(motto),
      sections: sections.map((section) => ({ slug: section.slug, name: inEvery(section.name) })),
    }
  })

const staffLanguagesOf = (offered: readonly Language[]): readonly Language[] => {
  const complete = offered.filter((each) => COMPLETE_LANGUAGES.includes(each))
  return complete.length > 0 ? complete : ['en']
}

const completeIn =
  (first: Language) =>
  (written: Texts): Record<Language, string> =>
    Object.fromEntries(
      LANGUAGES.map((language) => [language, written[language] ?? written[first] ?? '']),
    ) as Record<Language, string>

/** Reads NEWSROOM_DIR/newsroom.yaml. Rejects with a sentence that names the file and every mistake. */
export const readNewsroom = async (directory: string): Promise<Newsroom> => {
  const file = path.join(directory, 'newsroom.yaml')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} cannot be read`, { cause })
  })
  const result = schema.safeParse(parse(text))
  if (result.success) return result.data
  const mistakes = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`${file} has mistakes:\n  ${mistakes.join('\n  ')}`)
}

export const offerOf = (newsroom: Newsroom, currency: string): CurrencyOffer | undefined =>
  newsroom.giving.find((each) => each.currency === currency)
