import { randomBytes } from 'node:crypto'
import { freePort } from '../given/resources/postgres-server.ts'
import type { Servers } from './servers.ts'

const newKeys = (): string => `k1:${randomBytes(32).toString('base64')}`

export type Production = { origin: string; webhookSecret: string; environment: Record<string, string> }

/** Returns an operator's production settings. The image sets HOST, DATA_DIR and MAINSTAY_ENV. */
export const productionSettings = async (servers: Servers): Promise<Production> => {
  const port = await freePort()
  const webhookSecret = `whsec_${randomBytes(24).toString('base64url')}`
  return {
    origin: `http://127.0.0.1:${port}`,
    webhookSecret,
    environment: {
      PORT: String(port),
      PUBLIC_URL: 'https://news.example',
      NEWSROOM_DIR: '/newsroom',
      DATABASE_URL: servers.databaseUrl,
      REDIS_URL: servers.redisUrl,
      STRIPE_SECRET_KEY: 'sk_test_image',
      STRIPE_API_BASE: servers.sandbox.sandbox.origin,
      STRIPE_WEBHOOK_SECRETS: webhookSecret,
      SIGNING_KEYS: newKeys(),
      SEALING_KEYS: newKeys(),
      INDEX_KEYS: newKeys(),
      READER_KEYS: newKeys(),
      SMTP_URL: servers.smtp.url.href,
      MAIL_FROM: 'The Breakwater <news@news.example>',
    },
  }
}
