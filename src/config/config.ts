import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSender } from '../mail/email-address.ts'
import type { MailSender } from '../mail/smtp-gateway.ts'
import { projectFile } from '../platform/project-files.ts'
import {
  combinationMistakes,
  convenienceMistakes,
  isLiveKey,
  missingKeyMistakes,
  productionMistakes,
} from './config-rules.ts'
import { type Environment, environmentSchema } from './environment.ts'
import { type GivenKeys, KEY_SETS, type KeyPurpose, readKeys, weakKeyMistakes } from './key-sets.ts'
import { trustProxyFrom } from './trust-proxy.ts'
import { configWarnings, weakSettingMistakes } from './weak-settings.ts'

export type Config = {
  production: boolean
  host: string
  port: number
  /** null: the address the server listens on. */
  publicUrl: URL | null
  dataDir: string
  sandboxPort: number
  newsroomDir: string
  timeZone: string
  databaseUrl: string | null
  /** A standby of that database, for reports. null: reports read the database itself. */
  reportsUrl: string | null
  redisUrl: string | null
  stripe: StripeConfig
  trustProxy: string | number | false
  /** The header in which a trusted proxy writes the reader's country. null: countries are unknown. */
  countryHeader: string | null
  keys: GivenKeys
  mail: MailConfig
  /** null: there is no /metrics. */
  metricsToken: string | null
  /** Sentences about settings that are allowed but deserve a look. */
  warnings: readonly string[]
}

export type StripeConfig = {
  /** null: the embedded sandbox. */
  secretKey: string | null
  webhookSecrets: string[]
  apiBase: URL | null
}

/** Without a server, mails are saved in dataDir and the outbox page shows them. */
export type MailConfig = { smtpUrl: URL | null; from: MailSender | null }

export type ConfigResult = { ok: true; config: Config } | { ok: false; mistakes: string[] }

/** A command serves no page, so it may run where a server may not. */
type Purpose = { isServer: boolean }

/**
 * Reads the environment, and the file of keys that it names. An empty value counts as absent. Returns all mistakes
 * at once and opens nothing else.
 */
export const readConfig = (
  environment: Record<string, string | undefined>,
  { isServer }: Purpose = { isServer: true },
): ConfigResult => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environmentSchema.safeParse(given)
  // A malformed value is reported and removed, so that the rules below can still check the rest.
  const malformed = parsed.success ? [] : parsed.error.issues
  const wrongNames = new Set(malformed.map((issue) => String(issue.path[0])))
  const rest = parsed.success
    ? parsed.data
    : environmentSchema.parse(
        Object.fromEntries(Object.entries(given).filter(([name]) => !wrongNames.has(name))),
      )
  const isProduction = rest.MAINSTAY_ENV === 'production'
  const isForReal = isProduction || isLiveKey(rest)
  const file = readSealingFile(rest)
  const keys = readKeys(keyTextsOf(rest, file.text))
  const mistakes = [
    ...malformed.map((issue) => `${String(issue.path[0])} ${issue.message}`),
    ...file.mistakes,
    ...keys.mistakes,
    ...combinationMistakes(rest),
    ...(isServer && !isProduction ? convenienceMistakes(rest, wrongNames) : []),
    ...(isProduction ? productionMistakes(rest, wrongNames) : []),
    ...(isForReal ? missingKeyMistakes(rest, wrongNames) : []),
    ...(isForReal ? [...weakKeyMistakes(keys.named), ...weakSettingMistakes(rest, environment)] : []),
  ]
  if (mistakes.length > 0) return { ok: false, mistakes }
  return { ok: true, config: configFrom(rest, keys.given) }
}

type SealingFile = { text: string | null; mistakes: string[] }

const readSealingFile = ({ SEALING_KEYS, SEALING_KEYS_FILE: file }: Environment): SealingFile => {
  if (file === undefined || SEALING_KEYS !== undefined) return { text: null, mistakes: [] }
  try {
    return { text: readFileSync(path.resolve(file), 'utf8').trim(), mistakes: [] }
  } catch {
    return { text: null, mistakes: ['SEALING_KEYS_FILE cannot be read'] }
  }
}

const keyTextsOf = (env: Environment, sealingFile: string | null) => {
  const textOf = (purpose: KeyPurpose) => {
    const name = KEY_SETS[purpose]
    if (purpose === 'encryption' && sealingFile !== null)
      return { name: 'SEALING_KEYS_FILE', text: sealingFile }
    const text = env[name]
    return text === undefined ? null : { name, text }
  }
  const purposes = Object.keys(KEY_SETS) as KeyPurpose[]
  return Object.fromEntries(purposes.map((purpose) => [purpose, textOf(purpose)])) as Parameters<
    typeof readKeys
  >[0]
}

const configFrom = (env: Environment, keys: GivenKeys): Config => ({
  production: env.MAINSTAY_ENV === 'production',
  host: env.HOST,
  port: env.PORT,
  publicUrl: env.PUBLIC_URL ? new URL(env.PUBLIC_URL) : null,
  dataDir: path.resolve(env.DATA_DIR),
  sandboxPort: env.SANDBOX_PORT,
  newsroomDir: env.NEWSROOM_DIR ? path.resolve(env.NEWSROOM_DIR) : projectFile('config', 'newsroom'),
  timeZone: env.TIME_ZONE,
  databaseUrl: env.DATABASE_URL ?? null,
  reportsUrl: env.DATABASE_REPORTS_URL ?? null,
  redisUrl: env.REDIS_URL ?? null,
  stripe: {
    secretKey: env.STRIPE_SECRET_KEY ?? null,
    webhookSecrets: env.STRIPE_WEBHOOK_SECRETS?.split(',') ?? [],
    apiBase: env.STRIPE_API_BASE ? new URL(env.STRIPE_API_BASE) : null,
  },
  trustProxy: trustProxyFrom(env.TRUST_PROXY),
  countryHeader: env.COUNTRY_HEADER ?? null,
  keys,
  mail: {
    smtpUrl: env.SMTP_URL ? new URL(env.SMTP_URL) : null,
    from: env.MAIL_FROM ? parseSender(env.MAIL_FROM) : null,
  },
  metricsToken: env.METRICS_TOKEN ?? null,
  warnings: configWarnings(env),
})

export const newWebhookSecret = (): string => `whsec_${randomBytes(24).toString('base64url')}`
