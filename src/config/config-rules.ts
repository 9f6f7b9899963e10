import type { Environment } from './environment.ts'

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

export const combinationMistakes = (env: Environment): string[] => {
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
  if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined) {
    mistakes.push('MAIL_FROM is needed with SMTP_URL: it is whom mails come from')
  }
  if (env.SMTP_URL === undefined && !isLoopback(env.HOST)) {
    mistakes.push(
      'HOST is not loopback, where the outbox page, which shows sign-in links, is refused: set SMTP_URL, or HOST to 127.0.0.1',
    )
  }
  if (env.SEALING_KEYS !== undefined && env.SEALING_KEYS_FILE !== undefined) {
    mistakes.push('SEALING_KEYS and SEALING_KEYS_FILE are both set: give one of them')
  }
  return mistakes
}

export const productionMistakes = (env: Environment, malformed: ReadonlySet<string>): string[] => {
  const needed = [
    ['PUBLIC_URL', env.PUBLIC_URL],
    ['DATABASE_URL', env.DATABASE_URL],
    ['REDIS_URL', env.REDIS_URL],
    ['NEWSROOM_DIR', env.NEWSROOM_DIR],
    ['STRIPE_SECRET_KEY', env.STRIPE_SECRET_KEY],
    ['STRIPE_WEBHOOK_SECRETS', env.STRIPE_WEBHOOK_SECRETS],
    ['SIGNING_KEYS', env.SIGNING_KEYS],
    ['SEALING_KEYS', env.SEALING_KEYS ?? env.SEALING_KEYS_FILE],
    ['INDEX_KEYS', env.INDEX_KEYS],
    ['READER_KEYS', env.READER_KEYS],
    ['SMTP_URL', env.SMTP_URL],
    ['MAIL_FROM', env.MAIL_FROM],
  ] as const
  const mistakes: string[] = needed
    .filter(([name, value]) => value === undefined && !malformed.has(name))
    .map(([name]) => `${name} is needed when MAINSTAY_ENV is production`)
  if (env.PUBLIC_URL?.startsWith('http:')) mistakes.push('PUBLIC_URL begins with https:// in production')
  return mistakes
}
