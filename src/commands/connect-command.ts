import { API_VERSION } from '../billing/api-version.ts'
import type { SetupRequest, SetupStep } from '../billing/setup-gateway.ts'
import { type Environment, withBilling } from './opening.ts'
import { type Command, done, failed, wrongUsage } from './outcome.ts'

const HELP = `npm run mainstay -- connect-stripe [--dry-run]

Sets up the account of STRIPE_SECRET_KEY for this newsroom, and nothing twice: the webhook endpoint for
PUBLIC_URL/stripe/webhooks with the version and events Mainstay is written for, a product for each cadence, and a
billing portal configuration for cards and invoices. The endpoint's secret is shown once, when it is made: put it into
STRIPE_WEBHOOK_SECRETS. With --dry-run nothing is changed.
`

const WORDS = { right: 'is as it should be', missing: 'is missing', differs: 'is there but differs' } as const

export const connectCommand = (environment: Environment): Command => ({
  usage: 'connect-stripe [--dry-run]',
  help: HELP,
  run: async (words) => {
    if (words.some((word) => word !== '--dry-run')) return wrongUsage(HELP)
    const isDryRun = words.includes('--dry-run')
    // The secret that this command is to find out cannot be asked for before it.
    const withSecret = { STRIPE_WEBHOOK_SECRETS: 'whsec_not_known_yet', ...present(environment) }
    return withBilling(withSecret, async ({ config, parts: { stripe, newsroom } }) => {
      if (config.publicUrl === null)
        return failed('PUBLIC_URL is needed: it is where Stripe sends its events.')
      const request: SetupRequest = {
        webhookUrl: new URL('/stripe/webhooks', config.publicUrl).href,
        returnUrl: new URL('/account', config.publicUrl).href,
        privacyUrl: new URL('/privacy', config.publicUrl).href,
        productName: newsroom.name[newsroom.languages[0]],
      }
      const lines: string[] = []
      for (const step of await stripe.inspectAccount(request)) {
        const before = `${step.what} ${step.id ?? ''} ${WORDS[step.state]}`.replace(/ {2,}/, ' ')
        if (step.state === 'right' || isDryRun) lines.push(before)
        else lines.push(...(await mended(stripe.mendAccount, request, step)))
        if (step.otherVersion !== undefined) lines.push(versionRemark(step.otherVersion))
      }
      return done(lines.join('\n'))
    })
  },
})

const versionRemark = (version: string): string =>
  `  It speaks version ${version}, and Mainstay is written for ${API_VERSION}. That does no harm, since events are only
  hints. To have it otherwise: delete it in Stripe’s dashboard, run this again, and enter the new secret.`

const present = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))

type Mend = (request: SetupRequest, step: SetupStep) => Promise<{ id: string; secret: string | null }>

const mended = async (mend: Mend, request: SetupRequest, step: SetupStep): Promise<string[]> => {
  const { id, secret } = await mend(request, step)
  return [
    `${step.what} ${id} ${step.state === 'missing' ? 'was made' : 'was put right'}`,
    ...(secret ? [`  Its secret, shown only now: STRIPE_WEBHOOK_SECRETS=${secret}`] : []),
  ]
}
