import { isLoopback } from '../platform/loopback.ts'
import type { Environment } from './environment.ts'

type Given = Record<string, string | undefined>

/** Names secrets that can be guessed, and connections that a network between could read or change. */
export const weakSettingMistakes = (env: Environment, given: Given): string[] => [
  ...weakWebhookSecrets(env.STRIPE_WEBHOOK_SECRETS),
  ...(env.METRICS_TOKEN !== undefined && isGuessable(env.METRICS_TOKEN, 16)
    ? ['METRICS_TOKEN can be guessed. Make it with openssl rand -hex 24']
    : []),
  ...(isOtherHost(env.STRIPE_API_BASE, 'http:')
    ? ['STRIPE_API_BASE begins with https:// for another host: the key would be sent readable']
    : []),
  ...weakSmtp(env.SMTP_URL),
  ...(given['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
    ? ['NODE_TLS_REJECT_UNAUTHORIZED is 0: nobody would check whom Mainstay talks to. Remove it']
    : []),
]

const MIN_DIFFERENT_CHARACTERS = 6
const MIN_SECRET_LENGTH = 20

const isGuessable = (secret: string, length: number): boolean =>
  secret.length < length || new Set(secret).size < MIN_DIFFERENT_CHARACTERS

// Says which one by its place, so that the message shows no secret.
const weakWebhookSecrets = (secrets: string | undefined): string[] =>
  (secrets?.split(',') ?? []).flatMap((secret, index) =>
    isGuessable(secret.replace(/^whsec_/, ''), MIN_SECRET_LENGTH)
      ? [`STRIPE_WEBHOOK_SECRETS: secret ${index + 1} can be guessed. Copy it from Stripe’s dashboard`]
      : [],
  )

const isOtherHost = (address: string | undefined, ...protocols: string[]): boolean => {
  if (address === undefined) return false
  const { hostname, protocol } = new URL(address)
  return protocols.includes(protocol) && hostname !== '' && !isLoopback(hostname)
}

const isOn = (value: string): boolean => value !== 'false' && value !== '' && Number(value) !== 0

const weakSmtp = (address: string | undefined): string[] => {
  if (!address || !isOtherHost(address, 'smtp:', 'smtps:')) return []
  const parameters = [...new URL(address).searchParams]
  const weak = parameters.filter(([name, value]) => {
    if (name === 'requireTLS' || /^(tls\.)?rejectUnauthorized$/.test(name)) return !isOn(value)
    return /^(ignoreTLS|opportunisticTLS)$/.test(name) && isOn(value)
  })
  return weak.map(
    ([name, value]) => `SMTP_URL: ${name}=${value} is refused for another host: mails hold sign-in links`,
  )
}

const PLAIN_SSL_MODES: ReadonlySet<string | null> = new Set([null, 'disable', 'allow', 'prefer', 'no-verify'])

/** Connections that are allowed, because a private network may carry them. The operator should know. */
export const configWarnings = (env: Environment): string[] => [
  ...plainDatabases(env).map(
    (name) =>
      `${name}: the connection is not encrypted and verified. Add ?sslmode=verify-full, or keep it in a private network`,
  ),
  ...(isOtherHost(env.REDIS_URL, 'redis:')
    ? ['REDIS_URL: the connection is not encrypted. Use rediss://, or keep it in a private network']
    : []),
]

const plainDatabases = (env: Environment): string[] =>
  (['DATABASE_URL', 'DATABASE_REPORTS_URL'] as const).filter(
    (name) => isOtherHost(env[name], 'postgres:', 'postgresql:') && !hasVerifiedTls(env[name] ?? ''),
  )

const hasVerifiedTls = (address: string): boolean => {
  const { searchParams } = new URL(address)
  return searchParams.get('ssl') === 'true' || !PLAIN_SSL_MODES.has(searchParams.get('sslmode'))
}
