import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { parseSender } from '../mail/email-address.ts'
import type { MailSender } from '../mail/smtp-gateway.ts'
import { parseKeys, type SigningKeys } from '../platform/keys.ts'
import { projectFile } from '../platform/project-files.ts'
import { combinationMistakes, productionMistakes } from './config-rules.ts'
import { type Environment, environmentSchema } from './environment.ts'

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
  redisUrl: string | null
  stripe: StripeConfig
  trustProxy: string | number | false
  keys: KeysConfig
  mail: MailConfig
  /** null: there is no /metrics. */
  metricsToken: string | null
}

export type StripeConfig = {
  /** null: the embedded sandbox. */
  secretKey: string | null
  webhookSecrets: string[]
  apiBase: URL | null
}

/** null: generated into dataDir. */
export type KeysConfig = {
  signing: SigningKeys | null
  encryption: SigningKeys | null
  /** A file with the encryption keys, instead of the environment. */
  sealingFile: string | null
  index: SigningKeys | null
  reader: SigningKeys | null
}

/** Without a server, mails are saved in dataDir and the outbox page shows them. */
export type MailConfig = { smtpUrl: URL | null; from: MailSender | null }

export type ConfigResult = { ok: true; config: Config } | { ok: false; mistakes: string[] }

/** Reads the environment. An empty value counts as absent. Returns all mistakes at once and opens nothing. */
export const readConfig = (environment: Record<string, string | undefined>): ConfigResult => {
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
  const keys = readKeys(rest)
  const mistakes = [
    ...malformed.map((issue) => `${String(issue.path[0])} ${issue.message}`),
    ...keys.mistakes,
    ...combinationMistakes(rest),
    ...(rest.MAINSTAY_ENV === 'production' ? productionMistakes(rest, wrongNames) : []),
  ]
  if (mistakes.length > 0) return { ok: false, mistakes }
  return { ok: true, config: configFrom(rest, keys) }
}

const KEY_NAMES = {
  signing: 'SIGNING_KEYS',
  encryption: 'SEALING_KEYS',
  index: 'INDEX_KEYS',
  reader: 'READER_KEYS',
} as const

type GivenKeys = Record<keyof typeof KEY_NAMES, SigningKeys | null> & { mistakes: string[] }

const readKeys = (env: Environment): GivenKeys => {
  const given: GivenKeys = { signing: null, encryption: null, index: null, reader: null, mistakes: [] }
  for (const [use, name] of Object.entries(KEY_NAMES) as [keyof typeof KEY_NAMES, keyof Environment][]) {
    const text = env[name]
    const parsed = text === undefined ? null : parseKeys(String(text))
    if (parsed && 'mistake' in parsed) given.mistakes.push(`${name}: ${parsed.mistake}`)
    else given[use] = parsed?.keys ?? null
  }
  return given
}

const configFrom = (env: Environment, { signing, encryption, index, reader }: GivenKeys): Config => ({
  production: env.MAINSTAY_ENV === 'production',
  host: env.HOST,
  port: env.PORT,
  publicUrl: env.PUBLIC_URL ? new URL(env.PUBLIC_URL) : null,
  dataDir: path.resolve(env.DATA_DIR),
  sandboxPort: env.SANDBOX_PORT,
  newsroomDir: env.NEWSROOM_DIR ? path.resolve(env.NEWSROOM_DIR) : projectFile('config', 'newsroom'),
  timeZone: env.TIME_ZONE,
  databaseUrl: env.DATABASE_URL ?? null,
  redisUrl: env.REDIS_URL ?? null,
  stripe: {
    secretKey: env.STRIPE_SECRET_KEY ?? null,
    webhookSecrets: env.STRIPE_WEBHOOK_SECRETS?.split(',') ?? [],
    apiBase: env.STRIPE_API_BASE ? new URL(env.STRIPE_API_BASE) : null,
  },
  trustProxy: trustProxyFrom(env.TRUST_PROXY),
  keys: {
    signing,
    encryption,
    index,
    reader,
    sealingFile: env.SEALING_KEYS_FILE ? path.resolve(env.SEALING_KEYS_FILE) : null,
  },
  mail: {
    smtpUrl: env.SMTP_URL ? new URL(env.SMTP_URL) : null,
    from: env.MAIL_FROM ? parseSender(env.MAIL_FROM) : null,
  },
  metricsToken: env.METRICS_TOKEN ?? null,
})

// Express accepts a number of proxies or their addresses.
const trustProxyFrom = (text: string | undefined): string | number | false => {
  if (text === undefined) return false
  return /^\d+$/.test(text) ? Number(text) : text
}

export const newWebhookSecret = (): string => `whsec_${randomBytes(24).toString('base64url')}`
