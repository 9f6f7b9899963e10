import { isLoopback } from '../platform/loopback.ts'
import type { Environment } from './environment.ts'
import { KEY_SETS } from './key-sets.ts'

export const combinationMistakes = (env: Environment): string[] => {
  const mistakes: string[] = []
  if (env.STRIPE_API_BASE !== undefined && env.STRIPE_SECRET_KEY === undefined) {
    mistakes.push('STRIPE_SECRET_KEY is needed with STRIPE_API_BASE')
  }
  if (env.DATABASE_REPORTS_URL !== undefined && env.DATABASE_URL === undefined) {
    mistakes.push('DATABASE_URL is needed with DATABASE_REPORTS_URL: that is its standby')
  }
  if (env.DATABASE_REPORTS_URL !== undefined && env.DATABASE_REPORTS_URL === env.DATABASE_URL) {
    mistakes.push('DATABASE_REPORTS_URL is the same as DATABASE_URL: remove it, or give the standby')
  }
  const isRealStripe = env.STRIPE_SECRET_KEY !== undefined && env.STRIPE_API_BASE === undefined
  if (isRealStripe && env.STRIPE_WEBHOOK_SECRETS === undefined && env.MAINSTAY_ENV !== 'production') {
    mistakes.push(
      'STRIPE_WEBHOOK_SECRETS is needed with STRIPE_SECRET_KEY: without it no payment would be recorded',
    )
  }
  if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined) {
    mistakes.push('MAIL_FROM is needed with SMTP_URL: it is whom mails come from')
  }
  if (env.SEALING_KEYS !== undefined && env.SEALING_KEYS_FILE !== undefined) {
    mistakes.push('SEALING_KEYS and SEALING_KEYS_FILE are both set: give one of them')
  }
  return mistakes
}

/** Pages that only a trial may show: they give away sign-in links. */
const CONVENIENCES = [
  { needs: 'STRIPE_SECRET_KEY', what: 'the embedded Stripe sandbox and the one-time staff link are' },
  { needs: 'SMTP_URL', what: 'the outbox page, which shows sign-in links, is' },
] as const

type Reason = { is: string; change: string }

/** Settings that say that this is not a trial, and how to change them. */
const reasonsAgainstTrial = (env: Environment): Reason[] => [
  ...(isLoopback(env.HOST) ? [] : [{ is: 'HOST is not loopback', change: 'HOST to 127.0.0.1' }]),
  ...(isPublic(env.PUBLIC_URL)
    ? [{ is: 'PUBLIC_URL is a public address', change: 'PUBLIC_URL to a loopback address' }]
    : []),
  ...(isLiveKey(env)
    ? [{ is: 'STRIPE_SECRET_KEY is a live key', change: 'STRIPE_SECRET_KEY to a test key' }]
    : []),
]

/** Names the embedded conveniences that a server must not offer with these settings. */
export const convenienceMistakes = (env: Environment, malformed: ReadonlySet<string>): string[] => {
  const reasons = reasonsAgainstTrial(env)
  if (reasons.length === 0) return []
  const why = reasons.map(({ is }) => is).join(', ')
  const otherwise = reasons.map(({ change }) => change).join(' and ')
  return CONVENIENCES.filter(({ needs }) => env[needs] === undefined && !malformed.has(needs)).map(
    ({ needs, what }) => `${why}, where ${what} refused: set ${needs}; for a trial set ${otherwise}`,
  )
}

export const isLiveKey = ({ STRIPE_SECRET_KEY }: Environment): boolean =>
  /^(sk|rk)_live_/.test(STRIPE_SECRET_KEY ?? '')

const isPublic = (address: string | undefined): boolean => {
  if (address === undefined) return false
  const { protocol, hostname } = new URL(address)
  const isHere = isLoopback(hostname) || hostname.endsWith('.localhost')
  return !isHere && (protocol === 'https:' || hostname.endsWith('.onion'))
}

const KEY_VARIABLES = Object.values(KEY_SETS)

/** The keys of a live account protect real people: they must not depend on a folder that may go with its machine. */
export const missingKeyMistakes = (env: Environment, malformed: ReadonlySet<string>): string[] =>
  KEY_VARIABLES.filter((name) => keysIn(env, name) === undefined && !malformed.has(name)).map(
    (name) => `${name} is needed when MAINSTAY_ENV is production or STRIPE_SECRET_KEY is a live key`,
  )

const keysIn = (env: Environment, name: (typeof KEY_VARIABLES)[number]): string | undefined =>
  name === 'SEALING_KEYS' ? (env.SEALING_KEYS ?? env.SEALING_KEYS_FILE) : env[name]

const NEEDED = [
  'PUBLIC_URL',
  'DATABASE_URL',
  'REDIS_URL',
  'NEWSROOM_DIR',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRETS',
  'SMTP_URL',
  'MAIL_FROM',
] as const

export const productionMistakes = (env: Environment, malformed: ReadonlySet<string>): string[] => {
  const mistakes: string[] = NEEDED.filter((name) => env[name] === undefined && !malformed.has(name)).map(
    (name) => `${name} is needed when MAINSTAY_ENV is production`,
  )
  if (env.PUBLIC_URL?.startsWith('http:')) mistakes.push('PUBLIC_URL begins with https:// in production')
  return mistakes
}
