import { z } from 'zod'
import { parseSender } from '../mail/email-address.ts'
import { canonicalTimeZone } from '../platform/calendar.ts'
import { isProxyTrust } from './trust-proxy.ts'

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'is a port number from 0 to 65535')

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `is an address beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })

// Anything after the host would be cut off silently.
const origin = url('http:', 'https:').refine(
  (text) =>
    !/^https?:/i.test(text) || !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`,
  'is only a scheme, a host and a port: no path, query, fragment, user or password',
)

/** All variables that are read. A test compares config/environment.example with this list. */
export const environmentSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  DATA_DIR: z.string().default('data'),
  SANDBOX_PORT: port.default(3001),
  NEWSROOM_DIR: z.string().optional(),
  TIME_ZONE: z
    .string()
    .transform((zone) => canonicalTimeZone(zone) ?? '')
    .refine((zone) => zone !== '', 'is a time zone of the IANA database, such as Europe/Riga')
    .default('UTC'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATABASE_REPORTS_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'begins with sk_test_, sk_live_, rk_test_ or rk_live_')
    .optional(),
  STRIPE_WEBHOOK_SECRETS: z
    .string()
    .regex(/^whsec_[^,\s]{8,}(,whsec_[^,\s]{8,})*$/, 'is one or more whsec_ secrets with commas between')
    .optional(),
  STRIPE_API_BASE: origin.optional(),
  TRUST_PROXY: z
    .string()
    .refine(
      isProxyTrust,
      'is a number of proxies up to 5, or their addresses with commas between, in networks of at least /8 (IPv6: /16)',
    )
    .optional(),
  COUNTRY_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'is the name of a header, such as CF-IPCountry')
    .optional(),
  SIGNING_KEYS: z.string().optional(),
  SEALING_KEYS: z.string().optional(),
  SEALING_KEYS_FILE: z.string().optional(),
  INDEX_KEYS: z.string().optional(),
  READER_KEYS: z.string().optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .refine(
      (text) => parseSender(text) !== null,
      'is an address, or a name and an address: News <news@example.org>',
    )
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'has at least 16 characters').optional(),
  MAINSTAY_ENV: z.enum(['production', 'development'], 'is production or development').default('development'),
})

export type Environment = z.infer<typeof environmentSchema>
