import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import path from 'node:path'
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { parseKeys, type SigningKeys } from './platform/keys.ts'
import { projectFile } from './platform/project-files.ts'

export type Config = {
  production: boolean
  host: string
  port: number
  /** null: the address that is listened on. */
  publicUrl: URL | null
  dataDir: string
  sandboxPort: number
  newsroomDir: string
  timeZone: string
  databaseUrl: string | null
  redisUrl: string | null
  stripe: StripeConfig
  trustProxy: string | number | false
  /** null: generated into dataDir. */
  signingKeys: SigningKeys | null
  /** null: there is no /metrics. */
  metricsToken: string | null
}

export type StripeConfig = {
  /** null: the embedded sandbox. */
  secretKey: string | null
  webhookSecrets: string[]
  apiBase: URL | null
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; mistakes: string[] }

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'is a port number from 0 to 65535')

// As Express reads it: a number, or addresses, networks and its names for them.
const isProxyTrust = (text: string): boolean =>
  /^\d{1,2}$/.test(text) ||
  text.split(',').every((part) => {
    const [address = '', bits = '0'] = part.trim().split('/')
    return (
      ['loopback', 'linklocal', 'uniquelocal'].includes(address) ||
      (isIP(address) !== 0 && /^\d{1,3}$/.test(bits))
    )
  })

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `is an address beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })

/** Every variable that is read, and nothing else: config/environment.example is held to this list by a test. */
export const environmentSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url('http:', 'https:').optional(),
  DATA_DIR: z.string().default('data'),
  SANDBOX_PORT: port.default(3001),
  NEWSROOM_DIR: z.string().optional(),
  TIME_ZONE: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'is a time zone of the IANA database, such as Europe/Riga')
    .default('UTC'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'begins with sk_test_, sk_live_, rk_test_ or rk_live_')
    .optional(),
  STRIPE_WEBHOOK_SECRETS: z
    .string()
    .regex(/^whsec_[^,\s]{8,}(,whsec_[^,\s]{8,})*$/, 'is one or more whsec_ secrets with commas between')
    .optional(),
  STRIPE_API_BASE: url('http:', 'https:').optional(),
  TRUST_PROXY: z
    .string()
    .refine(isProxyTrust, 'is a number of proxies, or their addresses with commas between')
    .optional(),
  SIGNING_KEYS: z.string().optional(),
  METRICS_TOKEN: z.string().min(16, 'has at least 16 characters').optional(),
  MAINSTAY_ENV: z.enum(['production', 'development'], 'is production or development').default('development'),
})

type Environment = z.infer<typeof environmentSchema>

/** Reads the environment; an empty value counts as absent. Reports every mistake at once, opens nothing. */
export const readConfig = (environment: Record<string, string | undefined>): ConfigResult => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environmentSchema.safeParse(given)
  // A value that fails its own form is named here and left out of the rules below, which still run on the rest.
  const malformed = parsed.success ? [] : parsed.error.issues
  const wrongNames = new Set(malformed.map((issue) => String(issue.path[0])))
  const rest = parsed.success
    ? parsed.data
    : environmentSchema.parse(
        Object.fromEntries(Object.entries(given).filter(([name]) => !wrongNames.has(name))),
      )
  const keys = rest.SIGNING_KEYS === undefined ? null : parseKeys(rest.SIGNING_KEYS)
  const mistakes = [
    ...malformed.map((issue) => `${String(issue.path[0])} ${issue.message}`),
    ...(keys && 'mistake' in keys ? [`SIGNING_KEYS: ${keys.mistake}`] : []),
    ...combinationMistakes(rest),
    ...(rest.MAINSTAY_ENV === 'production' ? productionMistakes(rest, wrongNames) : []),
  ]
  if (mistakes.length > 0) return { ok: false, mistakes }
  return { ok: true, config: configFrom(rest, keys && 'keys' in keys ? keys.keys : null) }
}

const configFrom = (env: Environment, signingKeys: SigningKeys | null): Config => ({
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
  signingKeys,
  metricsToken: env.METRICS_TOKEN ?? null,
})

// A number of proxies, or their addresses as Express reads them.
const trustProxyFrom = (text: string | undefined): string | number | false => {
  if (text === undefined) return false
  return /^\d+$/.test(text) ? Number(text) : text
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

const combinationMistakes = (env: Environment): string[] => {
  const mistakes: string[] = []
  if (env.STRIPE_API_BASE !== undefined && env.STRIPE_SECRET_KEY === undefined) {
    mistakes.push('STRIPE_SECRET_KEY is needed with STRIPE_API_BASE')
  }
  const isRealStripe = env.STRIPE_SECRET_KEY !== undefined && env.STRIPE_API_BASE === undefined
  if (isRealStripe && env.STRIPE_WEBHOOK_SECRETS === undefined && env.MAINSTAY_ENV !== 'production') {
    mistakes.push(
      'STRIPE_WEBHOOK_SECRETS is needed with STRIPE_SECRET_KEY: without it no payment would be recorded',
    )
  }
  if (env.STRIPE_SECRET_KEY === undefined && !isLoopback(env.HOST)) {
    mistakes.push(
      'HOST is not loopback, where the embedded Stripe sandbox and the one-time staff link are refused: set STRIPE_SECRET_KEY, or HOST to 127.0.0.1',
    )
  }
  return mistakes
}

const productionMistakes = (env: Environment, malformed: ReadonlySet<string>): string[] => {
  const needed = [
    ['PUBLIC_URL', env.PUBLIC_URL],
    ['DATABASE_URL', env.DATABASE_URL],
    ['REDIS_URL', env.REDIS_URL],
    ['NEWSROOM_DIR', env.NEWSROOM_DIR],
    ['STRIPE_SECRET_KEY', env.STRIPE_SECRET_KEY],
    ['STRIPE_WEBHOOK_SECRETS', env.STRIPE_WEBHOOK_SECRETS],
    ['SIGNING_KEYS', env.SIGNING_KEYS],
  ] as const
  const mistakes: string[] = needed
    .filter(([name, value]) => value === undefined && !malformed.has(name))
    .map(([name]) => `${name} is needed when MAINSTAY_ENV is production`)
  if (env.PUBLIC_URL?.startsWith('http:')) mistakes.push('PUBLIC_URL begins with https:// in production')
  return mistakes
}

export const newWebhookSecret = (): string => `whsec_${randomBytes(24).toString('base64url')}`
